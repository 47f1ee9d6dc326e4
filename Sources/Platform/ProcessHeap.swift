import CLinux

/// The process's own memory.
package enum ProcessHeap {
    /// Gives back what glibc keeps for later: after a bulk load that is most of it. Cost: a few milliseconds.
    package static func trim() { clinux_trim_heap() }
}
