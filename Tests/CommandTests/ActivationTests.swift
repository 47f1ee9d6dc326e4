import Foundation
import Glibc
import Platform
import Support
import SystemPackage
import Testing

@Suite("Started by its socket", .deadline)
struct ActivationTests {
    /// Several starts, as each is another race between the first call and the first look at the corpus.
    @Test(
        "A Sync that waits on the passed socket before the daemon runs is answered, and the files are found",
        arguments: 1...5
    )
    func waitingSync(start: Int) async throws {
        let folder = try ScratchFolder()
        for index in 0..<20 { try folder.write("corpus/f\(index).txt", "Article \(index) about a desman.") }
        let socket = folder("passed")
        let listener = try UnixSocket.listen(at: socket, mode: 0o600)
        let client = try Conversation(with: socket)
        try client.say(#"{"method":"io.corpusd.Status.Sync","parameters":{}}"#)

        // LISTEN_PID is the daemon's own number, which the shell hands on.
        let daemon = try Running(
            "/bin/sh",
            [
                "-c", #"LISTEN_PID=$$ exec "$0" "$@""#, Program.products.appending("corpusd").string, "--corpus",
                folder("corpus").string, "--state", folder("state").string,
            ],
            environment: ["LISTEN_FDS": "1"],
            passing: listener.rawValue
        )
        defer { daemon.signal(SIGKILL) }
        let answer = try #require(await client.next(), "\(daemon.complaint.soFar)")
        let reply = try #require(try JSONSerialization.jsonObject(with: Data(answer)) as? [String: Any])
        #expect(reply["error"] == nil, "\(reply)")
        #expect((reply["parameters"] as? [String: Any])?["settled"] as? Int ?? 0 > 0)
        let found = try await Program.run(
            "corpusctl",
            ["search", "--json", "--limit", "100", "desman", "--socket", socket.string]
        )
        // One line for each hit.
        #expect(found.output.split(separator: "\n").count == 20, "\(found.output) \(found.complaint)")
        daemon.signal(SIGTERM)
        #expect(await daemon.status.value == 0, "\(daemon.complaint.soFar)")
        #expect(access(socket.string, F_OK) == 0, "the socket is not its own")
    }
}

/// A client's end of the socket, byte by byte: what the real client would only do once somebody answers.
private final class Conversation: Sendable {
    private let socket: Descriptor

    init(with path: FilePath) throws { socket = try UnixSocket.connect(to: path) }

    /// A message of Varlink ends with a NUL.
    func say(_ message: String) throws {
        let bytes = Array(message.utf8) + [0]
        let count = send(socket.rawValue, bytes, bytes.count, CInt(MSG_NOSIGNAL))
        guard count == bytes.count else { throw SystemFailure.current("send", "") }
    }

    /// The next message; waits for it. `nil` when the other end hung up.
    func next() async -> [UInt8]? {
        let event = Event<[UInt8]?>()
        Blocking.begin { [self] in
            var message: [UInt8] = []
            var byte: UInt8 = 0
            while recv(socket.rawValue, &byte, 1, 0) == 1 {
                if byte == 0 { return event.happen(message) }
                message.append(byte)
            }
            event.happen(nil)
        }
        return await event.value
    }
}
