import ArgumentParser
import Control
import Glibc

struct FollowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow",
        abstract: "Print which files have changed since a cursor, and then each change as it comes.",
        discussion: """
            Each file is told once, as it is now: its state, or 'gone'. Without a cursor all files are told first. It goes on \
            until it is interrupted, also while the service is started again. A file with the cursor lets the next call go on \
            where this one ended.
            """
    )

    @OptionGroup var service: ServiceOptions

    @Option(help: ArgumentHelp("Tell what has changed since then.", valueName: "cursor"))
    var since: String?

    @Option(
        help: ArgumentHelp("Read the cursor from a file, and keep it there.", valueName: "file"),
        completion: .file()
    )
    var cursorFile: String?

    @Option(help: "Only files of which an article matches now; what is gone is not told.")
    var query: String?

    @Flag(help: "End when there is nothing more to tell.")
    var noWait = false

    @Flag(help: "One JSON object a line, with the cursor that leads on behind it.")
    var json = false

    func validate() throws {
        if since != nil, cursorFile != nil { throw ValidationError("--since and --cursor-file exclude each other.") }
    }

    func run() throws {
        var following = Following(self, cursor: try since ?? cursorFile.flatMap(Self.cursor))
        do {
            try following.run()
        } catch let failure as ClientFailure {
            throw FailureText.failure(failure)
        }
    }

    /// What an earlier call has left; `nil` where there is no file, or an empty one.
    private static func cursor(in path: String) throws -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = file < 0 && errno == ENOENT ? 0 : read(file, &bytes, bytes.count)
        guard count >= 0 else {
            let reason = String(cString: strerror(errno))
            throw Failure(status: .usage, message: "corpusctl: '\(Visible.line(path))' cannot be read: \(reason)")
        }
        close(file)
        let cursor = String(decoding: bytes.prefix(count), as: UTF8.self).filter { !$0.isWhitespace }
        // That it can be written is better known before anything is told.
        try OutputFile.replace(path, with: cursor.isEmpty ? [] : [cursor], mode: 0o644)
        return cursor.isEmpty ? nil : cursor
    }
}

/// How far one call has followed.
private struct Following {
    private let command: FollowCommand
    private var cursor: String?
    /// What the file of the cursor says.
    private var keptCursor: String?
    private var told = 0
    private var hasCaughtUp = false
    /// How often in a row a connection ended without having told anything.
    private var vainly = 0

    /// How long a service that ended may take to be there again.
    private static let patience = Duration.seconds(30)
    /// A service that ends each connection at once is given up.
    private static let mostVainly = 100
    /// Changes after which the cursor is kept at the latest.
    private static let changesBeforeKeeping = 256

    init(_ command: FollowCommand, cursor: String?) {
        self.command = command
        self.cursor = cursor
        keptCursor = cursor
    }

    mutating func run() throws {
        var client = try ControlClient(path: command.service.path)
        while try !follow(client) {
            vainly += 1
            guard vainly < Self.mostVainly else { throw ClientFailure.disconnected }
            client = try ControlClient.reaching(command.service.path, within: Self.patience)
        }
        if told == 0 { throw Failure(status: .nothing, message: "") }
    }

    /// - Returns: whether that was all; `false` when the service has ended.
    private mutating func follow(_ client: ControlClient) throws -> Bool {
        let call = ChangesCall(cursor: cursor, query: command.query, wait: command.noWait ? false : nil)
        var (broken, isAll) = (nil as (any Error)?, false)
        do throws(ClientFailure) {
            try client.stream(.changes, call) { reply in
                isAll = command.noWait && reply.change == nil
                do {
                    try take(reply, isAll: isAll)
                    return true
                } catch {
                    broken = error
                    return false
                }
            }
        } catch .disconnected {
            isAll = false
        }
        if let broken { throw broken }
        return isAll
    }

    private mutating func take(_ reply: ChangesReply, isAll: Bool) throws {
        if reply.freshInstance, cursor != nil {
            Output.complain("corpusctl: what was told before that cursor counts no more: all there is comes anew")
        }
        // Each start of the service says once more that there is nothing for now.
        let isNews = reply.change != nil || reply.freshInstance || reply.cursor != cursor
        guard isNews || isAll || !hasCaughtUp else { return }
        hasCaughtUp = hasCaughtUp || reply.change == nil
        if reply.cursor != cursor { vainly = 0 }
        cursor = reply.cursor
        if reply.change != nil { told += 1 }
        if command.json {
            Output.print(try Lines.object(reply))
        } else if let change = reply.change {
            Output.print(ChangeText.line(change))
        }
        // A page comes at once, and is written at once; what comes alone is written when there is nothing more for now.
        let isEnd = reply.change == nil
        if isEnd { Output.flush() }
        if isEnd || told % Self.changesBeforeKeeping == 0 { try keepCursor() }
        guard isAll else { return }
        if let incomplete = reply.incomplete { Output.complain(IncompleteText.line(incomplete)) }
        if !command.json, command.cursorFile == nil {
            Output.complain("corpusctl: to go on from here: --since \(reply.cursor)")
        }
    }

    /// Never before what it stands for is written: what is told twice does less harm than what is lost.
    private mutating func keepCursor() throws {
        guard let file = command.cursorFile, let cursor, cursor != keptCursor else { return }
        Output.flush()
        try OutputFile.replace(file, with: [cursor], mode: 0o644)
        keptCursor = cursor
    }
}
