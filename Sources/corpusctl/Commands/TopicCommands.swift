import ArgumentParser
import Control

struct LabelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "label",
        abstract: "Say that an article is of a topic, or is not.",
        discussion: """
            The article tells it at once, and what arrives is classified with it; older articles follow when nothing else is \
            to do. It is kept for good, and holds for the bytes of the article's file under any name, and for the same words \
            in other bytes. 'unlabel' withdraws it.
            """
    )

    @OptionGroup var service: ServiceOptions

    @Flag(name: .customLong("not"), help: "It is not of the topic.")
    var isDenied = false

    @Flag(help: "One JSON object.")
    var json = false

    @Argument(help: "The article, as 'search' shows its number.")
    var id: String

    @Argument(help: "The topic: an IPTC topic by name or id, as sport or medtop:15000000, or one of the configuration.")
    var topic: String

    func run() throws {
        let reply = try service.withClient {
            try $0.call(.label, LabelCall(id: id, topic: topic, isOfTopic: isDenied ? false : nil))
        }
        Output.print(try json ? Lines.object(reply) : TopicText.told(id, reply.topics))
    }
}

struct UnlabelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlabel",
        abstract: "Withdraw what was said of an article and a topic, or of all its topics.",
        discussion: "It is as if it had never been said."
    )

    @OptionGroup var service: ServiceOptions

    @Flag(help: "One JSON object.")
    var json = false

    @Argument(help: "The article.")
    var id: String

    @Argument(help: "The topic; all of them when none is named.")
    var topic: String?

    func run() throws {
        let reply = try service.withClient { try $0.call(.unlabel, UnlabelCall(id: id, topic: topic)) }
        if json {
            Output.print(try Lines.object(reply))
        } else if reply.withdrawn.isEmpty {
            Output.print("Nothing was said of it")
        } else {
            Output.print("Withdrawn: \(Visible.line(reply.withdrawn.joined(separator: ", ")))")
            Output.print(TopicText.told(id, reply.topics))
        }
        if reply.withdrawn.isEmpty { throw Failure(status: .nothing, message: "") }
    }
}

struct TopicsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "List the topics, how many articles tell them, and how well those that are taught have learned.",
        discussion: """
            YES counts the labels that say that an article is of the topic. Each label is predicted before it is learned: RIGHT is the share of labels that were, PRECISE the share of \
            what was predicted to be of the topic that was, FOUND the share of what was of the topic that was predicted.
            """
    )

    @OptionGroup var service: ServiceOptions

    @Flag(help: "One JSON object.")
    var json = false

    func run() throws {
        let reply = try service.withClient { try $0.call(.topics, NoParameters()) }
        if json {
            Output.print(try Lines.object(reply))
        } else {
            for line in TopicText.table(reply) { Output.print(line) }
        }
        if reply.topics.isEmpty { throw Failure(status: .nothing, message: "") }
    }
}
