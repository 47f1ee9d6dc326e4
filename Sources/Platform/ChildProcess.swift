import CLinux
import Glibc
package import SystemPackage

/// A program that this one started, and a channel to it on its standard input. It ends with this value at the latest.
///
/// It inherits nothing else: its output is /dev/null, what it complains of is kept for `lastWords`, no other descriptor
/// is open in it, and no signal is blocked or ignored. It is started by posix_spawn(3), which copies no memory.
package struct ChildProcess: ~Copyable, Sendable {
    package enum End: Equatable, Sendable {
        case exited(Int32)
        case signalled(Int32)
    }

    package let identifier: Int32
    package var channel: FrameChannel
    private let complaints: Descriptor
    private let statistics: Descriptor?
    private var ended: End?

    /// - Parameters:
    ///   - arguments: the first is the name that it is listed by.
    ///   - environment: all of it; nothing of our own is passed on.
    ///   - limit: the longest message that is taken from it, in bytes.
    package init(
        _ program: FilePath,
        _ arguments: [String],
        environment: [String: String],
        limit: Int
    ) throws(SystemFailure) {
        let (near, far) = try Self.pair(nonBlocking: 0)
        let channel = FrameChannel(Descriptor(owning: near), limit: limit)
        let input = Descriptor(owning: far)
        // A child that says more than fits is not held up by it.
        let (heard, said) = try Self.pair(nonBlocking: CInt(SOCK_NONBLOCK.rawValue))
        let complaints = Descriptor(owning: heard)
        let output = Descriptor(owning: said)
        identifier = try Self.spawn(
            program,
            arguments,
            environment: environment,
            input: input.rawValue,
            complaints: output.rawValue
        )
        self.channel = channel
        self.complaints = complaints
        // At once: one that has made itself opaque may be hidden from its own parent (proc(5), hidepid).
        let file = "/proc/\(identifier)/stat"
        statistics = (try? retrying { open(file, O_RDONLY | O_CLOEXEC) }.get("open", file)).map(
            Descriptor.init(owning:)
        )
    }

    /// What it does at a moment, to be asked while its channel is in use; not after its end.
    package var activity: ActivityLook {
        switch statistics {
        case .some(let file): ActivityLook(file: file.rawValue)
        case nil: ActivityLook(file: nil)
        }
    }

    deinit {
        if ended == nil { _ = Self.end(identifier) }
    }

    /// Ends it if it runs, and says how it ended: by itself when it was about to.
    package mutating func end() -> End {
        if let ended { return ended }
        let end = Self.end(identifier)
        ended = end
        return end
    }

    /// The last of what it wrote to its standard error, 4 KiB at most; once it has ended.
    package func lastWords() -> String {
        var words: [UInt8] = []
        var part = [UInt8](repeating: 0, count: Self.mostWords)
        while case .success(let count) = retrying({ read(complaints.rawValue, &part, part.count) }), count > 0 {
            words = Array((words + part[..<count]).suffix(Self.mostWords))
        }
        return String(decoding: words, as: UTF8.self)
    }

    private static let mostWords = 4 << 10

    private static func end(_ identifier: pid_t) -> End {
        // One that is ending already keeps its own reason. Until it is waited for, no other process gets its number.
        _ = kill(identifier, SIGKILL)
        var status: CInt = 0
        _ = retrying { waitpid(identifier, &status, 0) }
        // wait(2): the low seven bits hold the signal, the next eight the exit status.
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }

    private static func pair(nonBlocking: CInt) throws(SystemFailure) -> (CInt, CInt) {
        var ends: [CInt] = [-1, -1]
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue) | nonBlocking
        _ = try retrying { socketpair(AF_UNIX, kind, 0, &ends) }.get("socketpair", "")
        return (ends[0], ends[1])
    }

    private static func spawn(
        _ program: FilePath,
        _ arguments: [String],
        environment: [String: String],
        input: CInt,
        complaints: CInt
    ) throws(SystemFailure) -> pid_t {
        // The actions below would overwrite ends that stand where standard descriptors belong.
        guard min(input, complaints) >= Standard.count else {
            throw SystemFailure("posix_spawn", program.string, .badFileDescriptor)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, Standard.input)
        posix_spawn_file_actions_addopen(&actions, Standard.output, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, complaints, Standard.complaints)
        clinux_spawn_close_from(&actions, Standard.count)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var child: pid_t = 0
        let refusal = withCStrings(arguments) { arguments in
            withCStrings(environment.map { "\($0)=\($1)" }) { variables in
                posix_spawn(&child, program.string, &actions, &attributes, arguments, variables)
            }
        }
        guard refusal == 0 else { throw SystemFailure("posix_spawn", program.string, Errno(rawValue: refusal)) }
        return child
    }
}

/// What a process does at a moment (proc_pid_stat(5)).
package struct ProcessActivity: Equatable, Sendable {
    /// It waits for something that is neither the processor nor a device, and may never come.
    package let isAsleep: Bool
    /// What all its threads have computed so far, in the program and in the kernel; in ticks of a hundredth of a second.
    let computed: [Substring]

    /// - Parameter line: of the file `stat`; `nil` for what is none.
    init?(_ line: String) {
        // A name may hold anything, but it is the only thing in parentheses. The state is the third field of all, what was
        // computed the 14th and the 15th.
        let fields = line.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12 else { return nil }
        isAsleep = fields[0] == "S"
        computed = Array(fields[11...12])
    }
}

/// Tells what a child does, as long as there is the child.
package struct ActivityLook: Sendable {
    fileprivate let file: CInt?

    /// - Returns: `nil` for a process that is not there any more, or that could never be looked at.
    package func callAsFunction() -> ProcessActivity? {
        guard let file else { return nil }
        var line = [UInt8](repeating: 0, count: 1_024)
        guard case .success(let count) = retrying({ pread(file, &line, line.count, 0) }) else { return nil }
        return ProcessActivity(String(decoding: line[..<count], as: UTF8.self))
    }
}

/// The descriptors that every program expects to be open (stdin(3)).
enum Standard {
    static let input: CInt = 0
    static let output: CInt = 1
    static let complaints: CInt = 2
    static let count: CInt = 3
}
