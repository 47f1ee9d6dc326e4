import ArgumentParser
import Control
import Glibc

struct CallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Call any method of the service, and print what it answers as JSON.",
        discussion: "corpusctl call org.varlink.service.GetInfo lists the interfaces."
    )

    @OptionGroup var service: ServiceOptions

    @Flag(help: "Take several replies, one a line.")
    var more = false

    @Argument(help: "The method, with its interface.")
    var method: String

    @Argument(help: "The parameters, a JSON object.")
    var parameters = "{}"

    func run() throws {
        guard let call = try? Codec.decode(JSON.self, from: Array(parameters.utf8)), case .object = call else {
            throw ValidationError("The parameters are not a JSON object.")
        }
        let isPretty = isatty(1) == 1 && !more
        try service.withClient { client in
            try client.raw(method, call, more: more) { reply in
                guard let bytes = try? Codec.encode(reply, pretty: isPretty) else { return false }
                Output.print(String(decoding: bytes, as: UTF8.self))
                Output.flush()
                return true
            }
        }
    }
}
