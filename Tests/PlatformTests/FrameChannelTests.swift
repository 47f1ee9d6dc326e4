import Glibc
import Platform
import Support
import SystemPackage
import Testing

@Suite("Messages over a socket", .deadline) struct FrameChannelTests {
    private static let limit = 1 << 20
    private static let sizes = [0, 1, 5, 4_096, 131_067, 131_068, 131_069, 200_000, limit]

    @Test("Come as they were put, of every size, while both ends say more than a socket holds")
    func bothWays() async throws {
        let (near, far) = try pair()
        let echoed = Event<Bool>()
        Blocking.begin {
            var channel = FrameChannel(Descriptor(owning: far), limit: Self.limit)
            do {
                for _ in Self.sizes + Self.sizes {
                    let message = try channel.receive(patience: nil)
                    channel.put(message)
                    try channel.flush()
                }
                echoed.happen(true)
            } catch {
                echoed.happen(false)
            }
        }
        var channel = FrameChannel(Descriptor(owning: near), limit: Self.limit)
        let messages = (Self.sizes + Self.sizes).enumerated().map { [UInt8](repeating: UInt8($0), count: $1) }
        for message in messages { channel.put(message) }
        for message in messages { #expect(try channel.receive(patience: nil) == message) }
        #expect(await echoed.value)
    }

    @Test("A message beyond the limit is refused before any of it is taken")
    func oversized() throws {
        let (near, far) = try pair()
        var sender = FrameChannel(Descriptor(owning: far), limit: Self.limit)
        sender.put([UInt8](repeating: 1, count: 11))
        try sender.flush()
        var channel = FrameChannel(Descriptor(owning: near), limit: 10)
        #expect(throws: FrameChannel.Failure.oversized(11)) { try channel.receive(patience: nil) }
    }

    @Test("What was said before the end is heard, half a message is not")
    func end() throws {
        let (near, far) = try pair()
        do {
            var sender = FrameChannel(Descriptor(owning: far), limit: Self.limit)
            sender.put([1, 2, 3])
            try sender.flush()
            #expect(write(far, [9, 0, 0, 0, 1], 5) == 5)
        }
        var channel = FrameChannel(Descriptor(owning: near), limit: Self.limit)
        // Nobody takes this any more, which is no reason not to listen.
        channel.put([4])
        #expect(try channel.receive(patience: nil) == [1, 2, 3])
        #expect(throws: FrameChannel.Failure.ended) { try channel.receive(patience: nil) }
    }

    @Test("One that says nothing is waited for as long as one is patient")
    func silent() throws {
        let (near, far) = try pair()
        let other = Descriptor(owning: far)
        var channel = FrameChannel(Descriptor(owning: near), limit: Self.limit)
        #expect(throws: FrameChannel.Failure.silent) { try channel.receive(patience: 1) }
        _ = consume other
    }

    @Test("One that neither takes nor gives anything is asked about, whether it has everything or not")
    func idle() throws {
        let (near, far) = try pair()
        let other = Descriptor(owning: far)
        var channel = FrameChannel(Descriptor(owning: near), limit: Self.limit)
        var asked = 0
        #expect(throws: FrameChannel.Failure.idle) {
            try channel.receive(patience: 300) {
                asked += 1
                return asked == 2
            }
        }
        #expect(asked == 2)
        // More than a socket holds.
        channel.put([UInt8](repeating: 1, count: 8 << 20))
        #expect(throws: FrameChannel.Failure.idle) { try channel.receive(patience: 300) { true } }
        _ = consume other
    }

    @Test("One that says its message byte by byte is waited for no longer than one that says nothing")
    func dripping() async throws {
        let (near, far) = try pair()
        let isOver = Event<Void>()
        Blocking.begin {
            let other = Descriptor(owning: far)
            // A hundred bytes, two of them a second, or until nobody listens any more.
            var rest: [UInt8] = [100, 0, 0, 0] + [UInt8](repeating: 1, count: 100)
            while send(other.rawValue, [rest.removeFirst()], 1, CInt(MSG_NOSIGNAL)) == 1, !rest.isEmpty {
                poll(nil, 0, 500)
            }
            isOver.happen(())
        }
        do {
            var channel = FrameChannel(Descriptor(owning: near), limit: Self.limit)
            #expect(throws: FrameChannel.Failure.silent) { try channel.receive(patience: 2) }
        }
        await isOver.value
    }

    private func pair() throws -> (CInt, CInt) {
        var ends: [CInt] = [-1, -1]
        guard socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw SystemFailure.current("socketpair", "")
        }
        return (ends[0], ends[1])
    }
}

@Suite("A program that was started", .deadline) struct ChildProcessTests {
    @Test("Has no environment and no descriptor but those it was given, and tells how it ended")
    func inheritance() throws {
        // One that is open here, and not close-on-exec, as a careless library might leave it.
        let careless = fcntl(STDIN_FILENO, F_DUPFD, 20)
        defer { close(careless) }
        let script =
            "exec >&2; for fd in /proc/$$/fd/*; do printf '%s ' ${fd##*/}; done; echo \"$GIVEN,$HOME,\"; exit 3"
        var child = try shell(script, environment: ["GIVEN": "yes"])
        #expect(throws: FrameChannel.Failure.ended) { try child.channel.receive(patience: nil) }
        #expect(child.end() == .exited(3))
        // 3 is the shell's own: the folder that it lists.
        #expect(child.lastWords() == "0 1 2 3 yes,,\n")
    }

    @Test("Is ended when nobody holds it any more, and tells the signal when it is asked")
    func end() throws {
        var child = try shell("read forever", environment: [:])
        #expect(child.end() == .signalled(SIGKILL))
        let identifier = child.identifier
        // It was waited for: there is no such process, not even as a zombie.
        #expect(kill(identifier, 0) == -1)
        let other: pid_t
        do {
            let child = try shell("read forever", environment: [:])
            other = child.identifier
        }
        #expect(kill(other, 0) == -1)
    }

    @Test("Is seen to sleep while it waits, to compute while it computes, and not at all once it has ended")
    func activity() throws {
        var waiting = try shell("read forever", environment: [:])
        let look = waiting.activity
        while look()?.isAsleep != true { Blocking.pause() }
        _ = waiting.end()
        #expect(look() == nil)
        var computing = try shell("while :; do :; done", environment: [:])
        let busy = computing.activity
        let first = try #require(busy())
        while busy() == first || busy()?.isAsleep == true { Blocking.pause() }
        #expect(computing.end() == .signalled(SIGKILL))
    }

    @Test("That cannot be started is refused with its path")
    func missing() {
        let failure = #expect(throws: SystemFailure.self) {
            _ = try ChildProcess("/nowhere/program", ["program"], environment: [:], limit: 1)
        }
        #expect(failure?.errno == .noSuchFileOrDirectory)
        #expect(failure?.subject == "/nowhere/program")
    }

    private func shell(_ script: String, environment: [String: String]) throws(SystemFailure) -> ChildProcess {
        try ChildProcess("/bin/sh", ["sh", "-c", script], environment: environment, limit: 1)
    }
}
