import Control

/// What went wrong, said to people, and the exit status that says it to programs.
enum FailureText {
    static func failure(_ failure: ClientFailure) -> Failure {
        switch failure {
        case .noDaemon: Failure(status: .noDaemon, message: told(failure.description))
        case .timeout: Failure(status: .unsettled, message: told(failure.description))
        case .protocolViolation, .disconnected: Failure(status: .refused, message: told(failure.description))
        case .refused(let error): refusal(error)
        }
    }

    private static func refusal(_ error: ControlError) -> Failure {
        let parameters = error.parameters
        return switch error.name {
        case "io.corpusd.Search.InvalidQuery":
            Failure(status: .usage, message: invalidQuery(parameters))
        case "io.corpusd.Control.InvalidTopic":
            Failure(
                status: .refused,
                message: told("topic '\(text(parameters["topic"]))': \(text(parameters["reason"]))")
            )
        case "io.corpusd.Search.NotFound", "io.corpusd.Control.NotFound":
            Failure(
                status: .nothing,
                message: told("there is no article \(text(parameters["id"])), or not any more")
            )
        case "io.corpusd.Status.Outstanding":
            Failure(
                status: .unsettled,
                message: told("\(files(parameters)) not settled: \(text(parameters["reason"]))")
            )
        case "io.corpusd.Status.Timeout":
            Failure(
                status: .unsettled,
                message: told("\(files(parameters)) not settled in that time")
            )
        case "org.varlink.service.InvalidParameter":
            Failure(
                status: .refused,
                message: told("corpusd does not accept this value of '\(text(parameters["parameter"]))'")
            )
        case "org.varlink.service.MethodNotFound", "org.varlink.service.InterfaceNotFound",
            "org.varlink.service.MethodNotImplemented":
            Failure(status: .refused, message: told("this corpusd does not know that call (\(error.name))"))
        case "org.varlink.service.ExpectedMore":
            Failure(status: .refused, message: told("this method answers with several replies: use --more"))
        case "io.corpusd.PermissionDenied", "org.varlink.service.PermissionDenied":
            Failure(status: .refused, message: told("corpusd refused: \(text(parameters["reason"]))"))
        case "io.corpusd.Control.Busy":
            Failure(status: .refused, message: told("no backup now: \(text(parameters["reason"]))"))
        case "io.corpusd.Control.Held": Failure(status: .refused, message: told(held(parameters)))
        case "io.corpusd.Control.InvalidConfiguration":
            Failure(
                status: .refused,
                message: told("the configuration stays as it was: \(texts(parameters["problems"]))")
            )
        case "io.corpusd.TooManyConnections":
            Failure(
                status: .refused,
                message: told("corpusd has its \(text(parameters["limit"])) connections; try again when one has ended")
            )
        case "io.corpusd.Internal":
            Failure(status: .refused, message: told("corpusd is at fault: \(text(parameters["message"]))"))
        default:
            Failure(status: .refused, message: told("corpusd refused: \(error.name) \(json(parameters))"))
        }
    }

    /// The query with a mark under the place where it went wrong.
    static func invalidQuery(_ parameters: JSON) -> String {
        let query = text(parameters["query"])
        var offset = 0
        if case .int(let given)? = parameters["offset"] { offset = max(0, min(Int(given), query.utf8.count)) }
        let before = Visible.line(String(decoding: query.utf8.prefix(offset), as: UTF8.self))
        var lines = [
            "corpusctl: the query is not understood: \(Visible.line(text(parameters["reason"])))",
            "  " + Visible.line(query), "  " + String(repeating: " ", count: Columns.width(before)) + "^",
        ]
        if case .string(let hint)? = parameters["hint"] { lines.append(Visible.line(hint)) }
        return lines.joined(separator: "\n")
    }

    /// The folder that is held as a whole, and how to accept that one.
    private static func held(_ parameters: JSON) -> String {
        let path: String? = if case .string(let path)? = parameters["path"] { path } else { nil }
        let place = path == "" ? "the corpus" : "'\(path ?? "base64:" + text(parameters["pathBase64"]))'"
        let command = path.map { $0.isEmpty ? "" : " " + argument($0) }
        let remedy = command.map { "; to accept all of it: corpusctl rescan --accept\($0)" } ?? ""
        return "\(place) is held as a whole, and no part of it can be accepted alone\(remedy)"
    }

    /// As a shell is given it.
    private static func argument(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "._/-,+@%=:".utf8.contains(byte)
        }
        let text =
            isPlain
            ? path : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        return path.hasPrefix("-") ? "-- " + text : text
    }

    private static func told(_ message: String) -> String { "corpusctl: " + Visible.line(message) }

    /// "1 file is", "2 files are".
    private static func files(_ parameters: JSON) -> String {
        let number = text(parameters["files"])
        return number == "1" ? "1 file is" : "\(number) files are"
    }

    private static func text(_ value: JSON?) -> String {
        switch value {
        case .string(let text)?: text
        case .int(let number)?: String(number)
        default: "?"
        }
    }

    private static func texts(_ value: JSON?) -> String {
        guard case .array(let values)? = value else { return text(value) }
        return values.map { text($0) }.joined(separator: "; ")
    }

    private static func json(_ value: JSON) -> String {
        (try? Codec.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
