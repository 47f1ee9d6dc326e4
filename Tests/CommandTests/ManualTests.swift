import Foundation
import Support
import SystemPackage
import Testing

/// The manual is written by hand, in mdoc(7), and held against what the programs say of themselves.
@Suite("The manual", .deadline)
struct ManualTests {
    @Test("It tells every command with its options, and no other", arguments: ["corpusctl.1", "corpusd.8"])
    func commands(name: String) async throws {
        let page = try Page(name)
        let program = try await describe(page.program)
        let commands = (program.subcommands ?? []).filter { $0.isShown && $0.commandName != "help" }
        #expect(!commands.isEmpty)
        #expect(page.commands.keys.sorted() == commands.map(\.commandName).sorted())
        let common = Set(try page.options(in: page.lines))
        for command in commands {
            let told = Set(try page.options(in: page.commands[command.commandName] ?? []))
            let own = command.options.subtracting(Self.everywhere)
            #expect(told.subtracting(Self.everywhere) == own, "\(command.commandName)")
            #expect(command.options.intersection(Self.everywhere).isSubset(of: common.union(told)))
        }
    }

    /// Told once on a page, not with each command.
    private static let everywhere: Set = ["socket", "instance", "help", "version"]

    @Test("It tells every exit status, and no other", arguments: ["corpusctl.1", "corpusd.8"])
    func statuses(name: String) async throws {
        let page = try Page(name)
        let discussion = try #require(try await describe(page.program).discussion)
        let said = discussion.matches(of: #/(?m)^ *(\d+)  /#).map { String($0.1) }
        #expect(said.count > 3)
        #expect(page.section("EXIT STATUS").compactMap { $0.wholeMatch(of: /\.It (\d+)/)?.1 }.map(String.init) == said)
    }

    @Test("It tells every key of the configuration, in its order")
    func keys() async throws {
        let scratch = try ScratchFolder()
        let file = try scratch.write("corpusd.toml", "none = 1\n")
        // It names them all to who wrote one that there is not.
        let result = try await Program.run("corpusd", ["check-config", file.string])
        let all = try #require(result.complaint.firstMatch(of: /\(all: ([a-z, -]+)\)/)?.1)
        let keys = all.split(separator: ", ").map(String.init)
        #expect(keys.count > 7)
        let told = try Page("corpusd.toml.5").section("KEYS").compactMap {
            $0.firstMatch(of: #/^\.It Cm ([a-z-]+) /#)?.1
        }
        #expect(told.map(String.init) == keys)
    }

    @Test("It tells every method of the interfaces with its parameters, and every error")
    func interfaces() throws {
        let page = try Page("io.corpusd.7")
        let folder = Program.repository.appending("Sources/Control/Interfaces").string
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".varlink") }
        #expect(files.count > 5)
        for file in files {
            let section = page.subsection(String(file.dropLast(".varlink".count)))
            let interface = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
                .replacing(/(?m)^ *#.*$/, with: "")
            for method in interface.matches(of: /(?m)^method (\w+)\(([^)]*)\)/) {
                let parameters = method.2.matches(of: /(\w+):/).map { " \($0.1)" }.joined()
                #expect(section.contains { $0.hasSuffix("Fn \(method.1)\(parameters)") }, "\(file): \(method.1)")
            }
            for error in interface.matches(of: /(?m)^error (\w+)/) {
                #expect(section.contains { $0.split(separator: " ").contains(error.1) }, "\(file): \(error.1)")
            }
        }
    }

    private func describe(_ program: String) async throws -> Described {
        let result = try await Program.run(program, ["--experimental-dump-help"])
        return try JSONDecoder().decode(Help.self, from: Data(result.output.utf8)).command
    }
}

/// What a program says of itself: the part of swift-argument-parser's description that the manual tells.
private struct Help: Decodable {
    let command: Described
}

private struct Described: Decodable {
    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        let names: [Name]?
        let shouldDisplay: Bool
    }

    let commandName: String
    let discussion: String?
    let shouldDisplay: Bool?
    let arguments: [Argument]?
    let subcommands: [Described]?

    var isShown: Bool { shouldDisplay ?? true }

    /// The long names, without dashes.
    var options: Set<String> {
        let names = (arguments ?? []).filter(\.shouldDisplay).flatMap { $0.names ?? [] }
        return Set(names.filter { $0.kind == "long" }.map(\.name))
    }
}

/// A page of the manual as it is written: lines of mdoc(7).
private struct Page {
    /// The program that it is about.
    let program: String
    let lines: [String]

    init(_ name: String) throws {
        let path = Program.repository.appending("Packaging/man/\(name)")
        program = String(name.prefix { $0 != "." })
        lines = try String(contentsOfFile: path.string, encoding: .utf8).components(separatedBy: "\n")
    }

    func section(_ title: String) -> [String] { part(after: ".Sh \(title)") { $0.hasPrefix(".Sh ") } }

    func subsection(_ title: String) -> [String] {
        part(after: ".Ss \(title)") { $0.hasPrefix(".Ss ") || $0.hasPrefix(".Sh ") }
    }

    /// What stands below each subsection whose title begins with a command's name, the title included.
    var commands: [String: [String]] {
        var commands: [String: [String]] = [:]
        for title in lines where title.hasPrefix(".Ss ") {
            let names = title.dropFirst(4).prefix { $0.isLowercase || "-, ".contains($0) }
            for name in names.split(whereSeparator: { ", ".contains($0) }) where name.first?.isLowercase == true {
                commands[String(name)] = [title] + subsection(String(title.dropFirst(4)))
            }
        }
        return commands
    }

    /// The long names of options in lines that are macros, without dashes: `.It Fl -sort Ar order` names `sort`.
    func options(in lines: [String]) throws -> [String] {
        lines.filter { $0.firstMatch(of: #/^\.(It|Op|Ss|Fl) /#) != nil }
            .flatMap { $0.matches(of: #/ -([a-z][a-z0-9-]*)/#).map { String($0.1) } }
    }

    private func part(after title: String, until isEnd: (String) -> Bool) -> [String] {
        guard let start = lines.firstIndex(of: title) else { return [] }
        return Array(lines[(start + 1)...].prefix { !isEnd($0) })
    }
}
