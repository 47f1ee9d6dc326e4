import Foundation
import Glibc

/// What the kernel tells of a process; see proc(5).
struct ProcessFigures {
    let pid: pid_t

    /// Processor time of all its threads, in seconds, to a hundredth.
    var cpuSeconds: Double { times.prefix(2).reduce(0, +) }

    /// The same with that of its children which have ended.
    var cpuSecondsWithEnded: Double { times.reduce(0, +) }

    /// Fields 14 to 17: user and system time, of the process and of its children.
    private var times: [Double] {
        let fields = Self.fields(after: ")", in: readFile("/proc/\(pid)/stat"))
        return fields.dropFirst(11).prefix(4).compactMap { Double($0) }.map { $0 / Self.ticksPerSecond }
    }

    var peakMiB: Double { status("VmHWM") / 1024 }
    var residentMiB: Double { status("VmRSS") / 1024 }

    /// The processes that it has started: proc(5).
    var children: [ProcessFigures] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        return tasks.flatMap { readFile("/proc/\(pid)/task/\($0)/children").split(separator: " ") }
            .compactMap { pid_t($0) }.map { ProcessFigures(pid: $0) }
    }

    private func status(_ name: String) -> Double {
        let line = readFile("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? 0
    }

    /// Waits until it has used no processor time for so long, but not for ever.
    func rest(seconds: Double, atMost limit: Double = 120) {
        let deadline = Clock.now + limit
        var last = cpuSeconds
        var since = Clock.now
        while Clock.now < deadline, Clock.now - since < seconds {
            Clock.pass(milliseconds: 100)
            let now = cpuSeconds
            if now > last { since = Clock.now }
            last = now
        }
    }

    static let ticksPerSecond = Double(sysconf(CInt(_SC_CLK_TCK)))

    fileprivate static func fields(after mark: Character, in text: String) -> [Substring] {
        guard let position = text.lastIndex(of: mark) else { return [] }
        return text[text.index(after: position)...].split(separator: " ")
    }
}

/// How many cores everybody else used while something was measured.
struct OtherLoad {
    private let began = Clock.now
    private let busy = Self.busySeconds
    private let own = Self.ownSeconds

    /// - Parameter measured: the processor time of what was measured and still runs, in seconds; processes of ours that
    ///   have ended are known.
    func cores(besides measured: Double = 0) -> Double {
        let wall = Clock.now - began
        return max(0, (Self.busySeconds - busy - measured - (Self.ownSeconds - own)) / wall)
    }

    /// The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal ...
    private static var busySeconds: Double {
        let line = readFile("/proc/stat").prefix { $0 != "\n" }.split(separator: " ").dropFirst().compactMap {
            Double($0)
        }
        guard line.count > 7 else { return 0 }
        return (line[0] + line[1] + line[2] + line[5] + line[6] + line[7]) / ProcessFigures.ticksPerSecond
    }

    private static var ownSeconds: Double { ProcessFigures(pid: getpid()).cpuSecondsWithEnded }
}
