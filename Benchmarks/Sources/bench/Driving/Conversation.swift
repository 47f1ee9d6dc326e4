import Foundation
import Glibc

/// An open connection to the daemon: Varlink, JSON ended by NUL, one call after another.
final class Conversation {
    private let descriptor: CInt
    private var received: [UInt8] = []

    init(_ path: String) throws(Failure) {
        descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        let descriptor = descriptor
        guard try withAddress(path, { connect(descriptor, $0, $1) }) == 0 else { throw Failure("connect", path) }
    }

    deinit { close(descriptor) }

    /// Returns once everything that is in the folder is settled.
    func sync() throws(Failure) {
        _ = try call("io.corpusd.Status.Sync", [:])
    }

    /// How many articles can be found.
    func articles() throws(Failure) -> Int { try status().articles }

    /// What the daemon says of itself.
    struct Status {
        let state: String
        let articles: Int
        /// Files that were noticed and are not committed.
        let waiting: Int
        let secondsLeft: Double?
    }

    func status() throws(Failure) -> Status {
        let status = try call("io.corpusd.Status.Describe", [:])["status"] as? [String: Any] ?? [:]
        return Status(
            state: status["state"] as? String ?? "",
            articles: status["articles"] as? Int ?? 0,
            waiting: (status["files"] as? [String: Any])?["waiting"] as? Int ?? 0,
            secondsLeft: (status["secondsLeft"] as? NSNumber)?.doubleValue
        )
    }

    /// How many articles match; one hit is given with the answer.
    func count(_ query: String) throws(Failure) -> Int {
        try call("io.corpusd.Search.Search", ["query": query, "limit": 1])["total"] as? Int ?? 0
    }

    /// Asks for a page of hits, and takes all of it; how many match in all.
    func page(_ query: String, sort: String, limit: Int) throws(Failure) -> Int {
        let request: [String: Any] = ["query": query, "sort": sort, "limit": limit]
        try send(["method": "io.corpusd.Search.Search", "parameters": request, "more": true])
        var last: [UInt8]
        repeat { last = try receive() } while last.suffix(32).containsContinues
        return try parameters(last)["total"] as? Int ?? 0
    }

    private func call(_ method: String, _ parameters: [String: Any]) throws(Failure) -> [String: Any] {
        try send(["method": method, "parameters": parameters])
        return try self.parameters(try receive())
    }

    private func send(_ message: [String: Any]) throws(Failure) {
        guard var bytes = try? [UInt8](JSONSerialization.data(withJSONObject: message)) else {
            throw Failure("a call is no JSON")
        }
        bytes.append(0)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failure("write", "the daemon's socket") }
            sent += count
        }
    }

    private func receive() throws(Failure) -> [UInt8] {
        var searched = 0
        while true {
            if let end = received[searched...].firstIndex(of: 0) {
                defer { received.removeSubrange(...end) }
                return Array(received[..<end])
            }
            searched = received.count
            let count = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                if count > 0 { received += buffer[..<count] }
                return count
            }
            guard count > 0 else { throw Failure("the daemon hung up") }
        }
    }

    private func parameters(_ message: [UInt8]) throws(Failure) -> [String: Any] {
        guard let reply = try? JSONSerialization.jsonObject(with: Data(message)) as? [String: Any] else {
            throw Failure("a reply is no JSON")
        }
        if let error = reply["error"] { throw Failure("the daemon answered \(error): \(reply["parameters"] ?? "")") }
        return reply["parameters"] as? [String: Any] ?? [:]
    }
}

extension ArraySlice<UInt8> {
    /// Whether the end of a reply says that another follows. Only the last one is parsed: the measured time is the
    /// daemon's, as far as possible.
    fileprivate var containsContinues: Bool { String(decoding: self, as: UTF8.self).contains("\"continues\":true") }
}
