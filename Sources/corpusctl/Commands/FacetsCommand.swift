import ArgumentParser
import Control

extension FacetField: ExpressibleByArgument {}

struct FacetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "facets",
        abstract: "Count articles by topic, language, source, agency and day.",
        discussion: """
            The query is one of search; without it every article counts. An article counts with each of its topics, and \
            with the topics above them.
            """
    )

    @OptionGroup var service: ServiceOptions

    @Option(help: "topic, language, source, agency or day, perhaps several times; all of them otherwise.")
    var field: [FacetField] = []

    @Option(help: "At most this many values of each field, up to \(FacetsCall.largestLimit).")
    var limit: Int?

    @Flag(help: "One JSON object.")
    var json = false

    @Argument(help: "The query; several words are joined by blanks.")
    var query: [String] = []

    func validate() throws {
        if let limit, !(1...FacetsCall.largestLimit).contains(limit) {
            throw ValidationError("--limit is between 1 and \(FacetsCall.largestLimit).")
        }
        if Set(field).count < field.count { throw ValidationError("--field names each field once.") }
    }

    func run() throws {
        let call = FacetsCall(
            query: query.joined(separator: " "),
            fields: field.isEmpty ? nil : field,
            limit: limit
        )
        let reply = try service.withClient { try $0.call(.facets, call) }
        if json {
            Output.print(try Lines.object(reply))
        } else {
            for line in FacetText.lines(reply, .current()) { Output.print(line) }
        }
        if let incomplete = reply.incomplete { Output.complain(IncompleteText.line(incomplete)) }
        if reply.total == 0 { throw Failure(status: .nothing, message: "") }
    }
}
