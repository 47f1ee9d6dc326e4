import CLinux
import Glibc
import SystemPackage

/// Some of the machine's processors, by the kernel's numbers.
package struct Processors: Equatable, Sendable {
    /// In ascending order.
    package let numbers: [Int]

    /// In bits; as many as a kernel can be built for (`NR_CPUS`).
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

    /// Any that the machine has or gets; the kernel takes those that the control group allows.
    package static let any = Processors(Array(0..<mostProcessors))

    /// What to hold a thread on that was free to use these, so that it is again: `any`, when nobody but the kernel or a control group
    /// has chosen them; so processors that come later count as well. Moves the calling thread for a moment.
    package var unlimited: Processors {
        guard let before = Processors(), Self.any.hold(0) else { return self }
        defer { before.hold(0) }
        return Processors() == self ? Self.any : self
    }

    /// Without so many of them. The first go: where Intel's differ, the faster ones come first.
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
    /// seconds; what the kernel did for them is not in it (proc_stat(5), `user`; it counts in hundredths).
    ///
    /// - Returns: `nil` where it is not told: also where nothing is ever of low priority, for then whoever shows the file, as lxcfs
    ///   does, counts all as one. Cost: the kernel sums up interrupts for it, some 20 microseconds on a few processors.
    package var usualTime: Double? {
        guard let bytes = try? readWhole("/proc/stat", limit: 16 << 20) else { return nil }
        return usualTime(in: bytes)
    }

    package func usualTime(in stat: [UInt8]) -> Double? {
        let wanted = Set(numbers)
        var usual = 0.0
        var low = 0.0
        for line in stat.split(separator: UInt8(ascii: "\n")) {
            // The first line, 'cpu', is that of all.
            guard line.starts(with: "cpu".utf8) else { break }
            let words = line.dropFirst(3).split(separator: UInt8(ascii: " "), maxSplits: 3)
                .prefix(3)
                .compactMap { Double(String(decoding: $0, as: UTF8.self)) }
            guard line.dropFirst(3).first != UInt8(ascii: " "), words.count == 3,
                let number = Int(exactly: words[0]), wanted.contains(number)
            else { continue }
            usual += words[1]
            low += words[2]
        }
        return low > 0 ? usual / Double(max(1, sysconf(CInt(_SC_CLK_TCK)))) : nil
    }
}
