import ArgumentParser
import Control

extension SortOrder: ExpressibleByArgument {}

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find articles.",
        discussion: """
            All words must occur: bolton geneva. Also "joint statement", bolton OR patrushev, (a OR b) c, negotiat*, -word. \
            A query that begins with -word comes after --.

            FIELDS
              title: body: source: agency: byline:   words there: source:"new york times"
              removed:                               words that were taken for clutter: removed:newsletter
              kind: lang:                            kind:opinion, lang:en
              topic:                                 topic:politics, topic:"armed conflict", topic:medtop:11000000, topic:unknown
              date: after: before:                   published then: date:2018-08, date:2018..2021, after:2018-08-23
              path:                                  its file's path begins so: path:wire/
            """
    )

    @OptionGroup var service: ServiceOptions

    @Option(help: "relevance, newest or oldest.")
    var sort: SortOrder?

    @Option(help: "At most this many hits, up to \(SearchCall.largestLimit).")
    var limit: Int?

    @Option(help: "Go on where an earlier search ended.")
    var cursor: String?

    @Flag(help: "Of articles with the same text, only the first.")
    var distinct = false

    @Flag(help: "One JSON object a line.")
    var json = false

    @Argument(help: "The query; several words are joined by blanks.")
    var query: [String]

    func validate() throws {
        if let limit, !(1...SearchCall.largestLimit).contains(limit) {
            throw ValidationError("--limit is between 1 and \(SearchCall.largestLimit); --cursor goes on from there.")
        }
    }

    func run() throws {
        let style = Style.current()
        let call = SearchCall(
            query: query.joined(separator: " "),
            sort: sort,
            limit: limit,
            cursor: cursor,
            distinct: distinct ? true : nil
        )
        var shown = 0
        var end = SearchReply()
        try service.withClient { client in
            var broken: (any Error)?
            try client.stream(.search, call) { reply in
                guard let hit = reply.hit else {
                    end = reply
                    return true
                }
                shown += 1
                do {
                    if json {
                        Output.print(try Lines.object(hit))
                    } else {
                        for line in HitText.lines(hit, style) { Output.print(line) }
                    }
                    return true
                } catch {
                    broken = error
                    return false
                }
            }
            if let broken { throw broken }
        }
        if !json { Output.print(HitText.total(shown: shown, total: end.total ?? shown, cursor: end.cursor)) }
        if let incomplete = end.incomplete { Output.complain(IncompleteText.line(incomplete)) }
        if shown == 0 { throw Failure(status: .nothing, message: "") }
    }
}
