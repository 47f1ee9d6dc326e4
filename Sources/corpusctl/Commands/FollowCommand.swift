import ArgumentParser
import Control
import Glibc

struct FollowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow",
        abstract: "Print which files have changed since a cursor, and then each change as it comes.",
        discussion: """
            Each file is told once, as it is now: its state, or 'gone'; again when it is read anew, as by 'reindex', and as \
            'gone' before another that took its path. Without a cursor all files are told first. It goes on until it is \
            interrupted, also while the service is started again. A file with the cursor lets the next call go on where this \
            one ended.
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
        let file = try cursorFile.map { try CursorFile($0) }
        var following = Following(self, cursor: since ?? file?.cursor, file)
        do {
            try following.run()
        } catch let failure as ClientFailure {
            throw FailureText.failure(failure)
        }
    }
}

/// How far one call has followed.
private struct Following {
    private let command: FollowCommand
    private let file: CursorFile?
    private var cursor: String?
    /// What the file of the cursor says.
    private var keptCursor: String?
    private var told = 0
    private var hasCaughtUp = false
    /// What was told last may not be all.
    private var isIncomplete = false
    /// How often in a row a connection ended at once, without having told anything.
    private var vainly = 0

    /// How long a service that ended may take to be there again.
    private static let patience = Duration.seconds(30)
    /// A service that ends each connection at once is given up.
    private static let mostVainly = 30
    /// One that lasted longer was not in vain.
    private static let lasting = Duration.seconds(3)
    /// Milliseconds to wait before the next connection, for each in vain, and at most.
    private static let pause = (each: 20, longest: 200)
    /// Changes after which the cursor is kept at the latest.
    private static let changesBeforeKeeping = 256

    init(_ command: FollowCommand, cursor: String?, _ file: CursorFile?) {
        self.command = command
        self.cursor = cursor
        self.file = file
        keptCursor = cursor
    }

    mutating func run() throws {
        var client = try ControlClient(path: command.service.path)
        while true {
            let beginning = ContinuousClock.now
            if try follow(client) { break }
            if .now - beginning > Self.lasting { vainly = 0 }
            _ = poll(nil, 0, CInt(min(vainly * Self.pause.each, Self.pause.longest)))
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
        let isComplete = isIncomplete && reply.change == nil && reply.incomplete == nil
        let isNews = reply.change != nil || reply.freshInstance || reply.cursor != cursor || isComplete
        guard isNews || isAll || !hasCaughtUp else { return }
        hasCaughtUp = hasCaughtUp || reply.change == nil
        if reply.change == nil { isIncomplete = reply.incomplete != nil }
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
        guard let file, let cursor, cursor != keptCursor else { return }
        Output.flush()
        try file.keep(cursor)
        keptCursor = cursor
    }
}
