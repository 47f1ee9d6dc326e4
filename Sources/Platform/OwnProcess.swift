import CLinux
import Glibc

/// The process's own memory.
package enum ProcessHeap {
    /// Gives back what glibc keeps for later: after a bulk load that is most of it. Cost: a few milliseconds.
    package static func trim() { clinux_trim_heap() }

    /// All threads together have so many heaps at most. What is freed in one is of no use to the others, and glibc would make
    /// eight for each processor. With one for all a bulk load took half the memory and a quarter more time (measured).
    package static func limit(heaps: Int) { clinux_limit_heaps(CInt(clamping: heaps)) }

    /// Keeps so many free bytes from now on, until `trim`: glibc gives the top of its heap back from 128 KiB on, and what is
    /// used again for every file would be asked for, and zeroed, every time.
    package static func keep(bytes: Int) { clinux_keep_heap(CInt(clamping: bytes)) }
}

/// What the kernel lets a process say about itself, in files of proc(5).
package enum OwnProcess {
    /// The name that ps(1) and the log show, at most 15 bytes; where it cannot be set it stays as it is.
    package static func rename(_ name: String) { write(name, to: "/proc/self/comm") }

    /// Lets others of its kind go first where the processors do not suffice: by so many steps of nice(2), each about a
    /// fifth less. Where it is refused it stays as it is.
    package static func stepBack(by steps: Int) { _ = nice(CInt(clamping: steps)) }

    /// The calling thread is of lower priority than others are by themselves.
    package static var isInBackground: Bool { clinux_nice() > 0 }

    /// The process is of the priority that any has by itself.
    package static var hasUsualPriority: Bool { clinux_nice() == 0 }

    /// No thread of it raises a priority from here on: as root Dispatch would raise that of each of its own, and where it may not it
    /// tells so, unless it is told not to. To be called while there is one thread. Where it is refused nothing changes.
    package static func giveUpPriority() {
        _ = clinux_give_up_priority()
        _ = clinux_limit_nice()
        setenv("LIBDISPATCH_LOG", "NO", 0)
    }

    /// Where memory runs out, the kernel ends this process before others.
    static func preferAsVictim() { write("1000", to: "/proc/self/oom_score_adj") }

    private static func write(_ text: String, to file: String) {
        let number = open(file, O_WRONLY | O_CLOEXEC)
        guard number >= 0 else { return }
        let descriptor = Descriptor(owning: number)
        _ = Glibc.write(descriptor.rawValue, text, text.utf8.count)
    }
}
