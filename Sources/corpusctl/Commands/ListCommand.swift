import ArgumentParser
import Control

/// The states that files are listed by; of a file that waits, `why` tells.
enum ListedState: String, CaseIterable, ExpressibleByArgument {
    case indexed, failed, skipped, quarantined
}

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the files that are known.")

    @OptionGroup var service: ServiceOptions

    @Option(help: "Only files in this state.")
    var state: ListedState?

    @Option(help: "Only files with this reason.")
    var reason: String?

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() throws {
        var shown = 0
        var incomplete: Incomplete?
        try service.withClient { client in
            var cursor: String?
            repeat {
                var broken: (any Error)?
                var next: String?
                try client.stream(.list, ListCall(state: state?.rawValue, reason: reason, cursor: cursor)) { reply in
                    next = reply.cursor
                    incomplete = reply.incomplete ?? incomplete
                    guard let entry = reply.entry else { return true }
                    shown += 1
                    do {
                        Output.print(json ? try Lines.object(entry) : LedgerText.line(entry))
                        return true
                    } catch {
                        broken = error
                        return false
                    }
                }
                if let broken { throw broken }
                cursor = next
            } while cursor != nil
        }
        if let incomplete { Output.complain(IncompleteText.line(incomplete)) }
        if shown == 0 { throw Failure(status: .nothing, message: "") }
    }
}
