import CLinux
import Glibc
import SystemPackage

/// Some of the machine's processors, by the kernel's numbers.
package struct Processors: Equatable, Sendable {
    /// In ascending order.
    package let numbers: [Int]

    /// In bits; more than any kernel is built for.
    private static let mostProcessors = 8_192
    private static let wordBits = UInt64.bitWidth

    package init(_ numbers: [Int]) { self.numbers = numbers }

    /// Those that a thread may run on; 0 for the calling one.
    ///
    /// - Returns: `nil` where the kernel does not tell.
    package init?(of thread: Int32 = 0) {
        var mask = [UInt64](repeating: 0, count: Self.mostProcessors / Self.wordBits)
        guard clinux_processors(thread, &mask, mask.count * MemoryLayout<UInt64>.size) > 0 else { return nil }
        numbers = (0..<Self.mostProcessors).filter { mask[$0 / Self.wordBits] >> ($0 % Self.wordBits) & 1 == 1 }
    }

    /// Without so many of them. The first go: where processors differ, the faster ones come first.
    package func leaving(_ count: Int) -> Processors { Processors(Array(numbers.dropFirst(count))) }

    /// Has a thread, and what it starts from now on, run on these alone.
    ///
    /// - Returns: whether it does: it may have ended, or the kernel may refuse.
    @discardableResult
    package func hold(_ thread: Int32) -> Bool {
        var mask = [UInt64](repeating: 0, count: Self.mostProcessors / Self.wordBits)
        for number in numbers { mask[number / Self.wordBits] |= 1 << (number % Self.wordBits) }
        return clinux_set_processors(thread, mask, mask.count * MemoryLayout<UInt64>.size) == 0
    }

    /// Has all threads of this process run on these alone. Cost: a system call for each, twice.
    package func holdThisProcess() {
        var held: Set<Int32> = []
        // One that is not held yet may start another meanwhile.
        while true {
            let threads = Self.ownThreads.subtracting(held)
            guard !threads.isEmpty else { return }
            for thread in threads { hold(thread) }
            held.formUnion(threads)
        }
    }

    private static var ownThreads: Set<Int32> {
        guard let folder = opendir("/proc/self/task") else { return [] }
        defer { closedir(folder) }
        var threads: Set<Int32> = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let thread = Int32(name) { threads.insert(thread) }
        }
        return threads
    }

    /// How long tasks of the usual priority or a higher one, nice 0 or less, have computed on these since the machine was started, in
    /// nanoseconds; what the kernel did for them is not in it, nor for others (proc_stat(5), `user`; it counts in hundredths of
    /// a second).
    ///
    /// - Returns: `nil` where it is not told. Cost: some 20 microseconds, and a few more for each processor.
    package var usualTime: Int64? {
        guard let bytes = try? readWhole("/proc/stat", limit: 16 << 20) else { return nil }
        return usualTime(in: bytes)
    }

    package func usualTime(in stat: [UInt8]) -> Int64? {
        let wanted = Set(numbers)
        let tick = 1_000_000_000 / Int64(max(1, sysconf(CInt(_SC_CLK_TCK))))
        var total: Int64?
        for line in stat.split(separator: UInt8(ascii: "\n")) {
            // The first line, 'cpu', is that of all.
            guard line.starts(with: "cpu".utf8) else { break }
            let words = line.dropFirst(3).split(separator: UInt8(ascii: " "), maxSplits: 2)
            guard line.dropFirst(3).first != UInt8(ascii: " "), words.count > 1,
                let number = Int(String(decoding: words[0], as: UTF8.self)), wanted.contains(number),
                let ticks = Int64(String(decoding: words[1], as: UTF8.self))
            else { continue }
            total = (total ?? 0) + ticks * tick
        }
        return total
    }
}
