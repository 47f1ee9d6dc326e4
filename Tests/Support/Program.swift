import FoundationEssentials
import Glibc
import Platform
import Synchronization
package import SystemPackage

/// A program of ours, run as its users run it.
package enum Program {
    /// The folder that the package's products are built into: that of the running test bundle.
    package static let products: FilePath = {
        let arguments = CommandLine.arguments
        // swift test hands the bundle's path to its helper.
        if let index = arguments.firstIndex(of: "--test-bundle-path"), index + 1 < arguments.count {
            return FilePath(arguments[index + 1]).removingLastComponent()
        }
        return FilePath(arguments[0]).removingLastComponent()
    }()

    /// The repository, found from this file.
    package static let repository = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent()

    package struct Result: Sendable {
        package let status: Int32
        package let output: String
        package let complaint: String
    }

    /// Runs to the end, with what it printed.
    package static func run(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> Result {
        let running = try Running(program, arguments, environment: environment)
        let status = await running.status.value
        return Result(
            status: status,
            output: await running.output.all.value,
            complaint: await running.complaint.all.value
        )
    }
}

/// A program that goes on while the test does.
package final class Running: Sendable {
    package let status = Event<Int32>()
    package let output = Lines()
    package let complaint = Lines()
    package let identifier: Int32

    /// - Parameters:
    ///   - program: a product of the package, or an absolute path.
    ///   - environment: added to the test's own.
    ///   - descriptor: passed as the first behind the standard ones, as in sd_listen_fds(3).
    package init(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        passing descriptor: CInt? = nil
    ) throws {
        let path = program.hasPrefix("/") ? program : Program.products.appending(program).string
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = try Self.pipe()
        let complaint = try Self.pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.write, 1)
        posix_spawn_file_actions_adddup2(&actions, complaint.write, 2)
        if let descriptor { posix_spawn_file_actions_adddup2(&actions, descriptor, 3) }
        var child: pid_t = 0
        let refusal = withCStrings([path] + arguments) { arguments in
            withCStrings(variables.map { "\($0)=\($1)" }) {
                posix_spawn(&child, path, &actions, nil, arguments, $0)
            }
        }
        close(output.write)
        close(complaint.write)
        guard refusal == 0 else { throw SystemFailure("posix_spawn", path, Errno(rawValue: refusal)) }
        identifier = child
        Self.all.withLock { _ = $0.insert(child) }
        self.output.read(output.read)
        self.complaint.read(complaint.read)
        Blocking.begin { [child, status] in
            var ended: CInt = 0
            while waitpid(child, &ended, 0) == -1, errno == EINTR {}
            Self.all.withLock { _ = $0.remove(child) }
            // wait(2): the low seven bits hold the signal; it shows as in a shell.
            status.happen(ended & 0x7F == 0 ? (ended >> 8) & 0xFF : 128 + (ended & 0x7F))
        }
    }

    private static let all = Mutex<Set<Int32>>([])

    /// For a run that ends without waiting for its tests.
    package static func killAll() {
        for identifier in all.withLock({ $0 }) { kill(identifier, SIGKILL) }
    }

    /// Once it has ended, its number may be another's.
    package func signal(_ number: Int32) {
        if !status.hasHappened { kill(identifier, number) }
    }

    private static func pipe() throws -> (read: CInt, write: CInt) {
        // A pair of sockets, because it can be made close-on-exec at once: a program started meanwhile must not hold it.
        var ends: [CInt] = [0, 0]
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw SystemFailure.current("socketpair", "") }
        return (ends[0], ends[1])
    }
}

/// What a program prints, as it comes.
package final class Lines: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var text = ""
        var awaited: [(String, Event<Bool>)] = []
        var isOver = false
    }

    private let state = Mutex(State())
    /// Everything, once the program has closed it.
    package let all = Event<String>()

    package var soFar: String { state.withLock { $0.text } }

    /// Waits until `text` has been printed; `false` when the program ended without.
    package func has(_ text: String) async -> Bool {
        let event = Event<Bool>()
        state.withLock { state in
            if state.text.contains(text) {
                event.happen(true)
            } else if state.isOver {
                event.happen(false)
            } else {
                state.awaited.append((text, event))
            }
        }
        return await event.value
    }

    func read(_ descriptor: CInt) {
        Blocking.begin { [self] in
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = Glibc.read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                take(buffer[..<max(0, count)])
                guard count > 0 else { break }
            }
            close(descriptor)
            all.happen(soFar)
        }
    }

    private func take(_ part: ArraySlice<UInt8>) {
        let happened = state.withLock { state -> [(Event<Bool>, Bool)] in
            state.bytes += part
            state.text = String(decoding: state.bytes, as: UTF8.self)
            state.isOver = part.isEmpty
            let found = state.awaited.filter { state.isOver || state.text.contains($0.0) }
                .map { ($0.1, state.text.contains($0.0)) }
            state.awaited.removeAll { state.isOver || state.text.contains($0.0) }
            return found
        }
        for (event, value) in happened { event.happen(value) }
    }
}
