import Control
import Foundation
import Glibc
import Support
import Synchronization
import SystemPackage
import Testing

@testable import corpusctl

@Suite("corpusctl asks the service, and tells its answer by text and by status", .deadline)
struct CommandTests {
    private static func corpusctl(
        _ server: TestServer,
        _ arguments: [String]
    ) throws -> (
        status: CInt, output: String, complaint: String
    ) {
        try Program.run([try Program.built("corpusctl")] + arguments + ["--socket", server.path.string])
    }

    @Test(
        "Each command has its exit status",
        arguments: [
            (["search", "geneva"], 0), (["search", "geneva", "--json"], 0), (["search", "\"open"], 2),
            (["search", "a", "--colour"], 2), (["search", "a", "--limit", "0"], 2),
            (["search", "a", "--limit", "1000", "--json"], 0), (["search"], 2),
            (["find", "a"], 2), (["facets"], 0), (["facets", "nothing"], 1), (["facets", "a", "--json"], 0),
            (["facets", "--field", "topic", "--field", "day", "--limit", "3"], 0), (["facets", "--field", "title"], 2),
            (["facets", "--field", "day", "--field", "day"], 2), (["facets", "--limit", "1001"], 2),
            (["show", "42"], 0), (["show", "7"], 1), (["show", "42", "--text", "--json"], 2), (["list"], 1),
            (["follow", "--no-wait"], 0), (["follow", "--no-wait", "--json"], 0),
            (["follow", "--no-wait", "--since", "first"], 1), (["follow", "--since", "~"], 4),
            (["follow", "--since", "first", "--cursor-file", "/nowhere"], 2),
            (["follow", "--no-wait", "--cursor-file", "/nowhere/at/all"], 74),
            (["status"], 0), (["status", "--watch"], 0), (["status", "--watch", "--json"], 0),
            (["sync", "--timeout", "1"], 5), (["why", "b.txt"], 1), (["why", "/etc/passwd"], 2),
            (["pause"], 0), (["resume"], 0), (["reload"], 4), (["rescan"], 0), (["rescan", "/etc"], 2),
            (["rescan", "2018", "--accept", "--json"], 0), (["retry"], 1), (["retry", "b.txt"], 0), (["reindex"], 0),
            (["export"], 0), (["export", "nothing"], 1), (["backup", "/nowhere/at/all"], 74),
            (["verify"], 0), (["verify", "--contents"], 1), (["pause", "b.txt"], 2),
            (["label", "42", "sport"], 0), (["label", "42", "sport", "--not", "--json"], 0),
            (["label", "7", "sport"], 1),
            (["label", "42", "sprot"], 4), (["label", "42"], 2), (["unlabel", "42", "sport"], 0),
            (["unlabel", "42"], 1),
            (["topics"], 0), (["topics", "--json"], 0), (["metrics"], 0),
            (["metrics", "--output", "/nowhere/at/all.prom"], 74),
            (["call", "io.systemd.Metrics.List"], 4), (["call", "io.systemd.Metrics.List", "--more"], 0),
            (["call", "io.corpusd.Status.Describe"], 0), (["call", "io.corpusd.Status.Guess"], 4),
            (["call", "io.corpusd.Search.Get", "{\"id\":7}"], 4), (["call", "io.corpusd.Search.Get", "7"], 2),
        ] as [([String], CInt)]
    )
    func status(arguments: [String], status: CInt) throws {
        let server = try TestServer()
        let (found, output, complaint) = try Self.corpusctl(server, arguments)
        #expect(found == status, "\(output)\(complaint)")
        if status > 1 {
            #expect(!complaint.isEmpty)
            #expect(output.isEmpty)
        }
    }

    @Test("A backup that ends early leaves nothing behind")
    func earlyEnd() throws {
        let server = try TestServer()
        let folder = try TemporaryFolder()
        let (status, _, complaint) = try Self.corpusctl(server, ["backup", folder.path.appending("copy").string])
        #expect(status == 4 && complaint.contains("ended early"), "\(complaint)")
        #expect(["copy", "copy.part"].allSatisfy { Glibc.access(folder.path.appending($0).string, F_OK) != 0 })
    }

    @Test("Metrics are told in the words and the order of Prometheus, and a file of them is replaced")
    func metrics() throws {
        let expected = #"""
            # HELP corpusd_files Files by state.
            # TYPE corpusd_files gauge
            corpusd_files{a="\"\\\n",state="failed"} 3
            # HELP corpusd_files_unindexed Not one now.
            # TYPE corpusd_files_unindexed gauge
            # HELP corpusd_start_time_seconds a \\ and\na line
            # TYPE corpusd_start_time_seconds gauge
            corpusd_start_time_seconds 1.5
            # HELP corpusd_call_seconds How long calls take.
            # TYPE corpusd_call_seconds histogram
            corpusd_call_seconds_bucket{le="0.5",method="a"} 1
            corpusd_call_seconds_bucket{le="+Inf",method="a"} 2
            corpusd_call_seconds_sum{method="a"} 0.75
            corpusd_call_seconds_count{method="a"} 2
            corpusd_call_seconds_bucket{le="0.5",method="b"} 0
            corpusd_call_seconds_bucket{le="+Inf",method="b"} 1
            corpusd_call_seconds_sum{method="b"} 2
            corpusd_call_seconds_count{method="b"} 1

            """#
        let server = try TestServer()
        let (_, output, _) = try Self.corpusctl(server, ["metrics"])
        #expect(output == expected)
        let folder = try ScratchFolder()
        let file = try folder.write("corpusd.prom", "what was there before, and is longer or shorter")
        let (status, printed, complaint) = try Self.corpusctl(server, ["metrics", "--output", file.string])
        #expect(status == 0 && printed.isEmpty && complaint.isEmpty, "\(complaint)")
        #expect(try String(contentsOfFile: file.string, encoding: .utf8) == expected)
        var standing = stat()
        #expect(stat(file.string, &standing) == 0 && standing.st_mode & 0o777 == 0o644)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder("").string) == ["corpusd.prom"])
    }

    @Test("Where no service answers, the message says where it was looked for")
    func noDaemon() throws {
        let program = try Program.built("corpusctl")
        let folder = try TemporaryFolder()
        let socket = folder.path.appending("socket").string
        let (status, output, complaint) = try Program.run(
            [program, "status"],
            environment: ["CORPUSD_SOCKET=\(socket)"]
        )
        #expect(status == 3)
        #expect(output.isEmpty)
        #expect(complaint.contains(socket))
    }

    @Test("--help tells the exit statuses, and is a success")
    func help() throws {
        let (status, output, _) = try Program.run([try Program.built("corpusctl"), "--help"])
        #expect(status == 0)
        #expect(output.contains("3  no service answers"))
        #expect(output.contains("74  the output cannot be written"))
    }

    @Test("follow --help says when a file is told more than once")
    func followHelp() throws {
        let (status, output, _) = try Program.run([try Program.built("corpusctl"), "follow", "--help"])
        #expect(status == 0)
        let words = output.split { $0.isWhitespace }.joined(separator: " ")
        #expect(words.contains("'reindex'") && words.contains("took its path"))
    }

    @Test("A value out of its range is told with the range, and nothing is asked")
    func range() throws {
        let folder = try TemporaryFolder()
        let nobody = folder.path.appending("socket").string
        let program = try Program.built("corpusctl")
        let limit = try Program.run([program, "search", "a", "--limit", "1001", "--socket", nobody])
        #expect(limit.status == 2)
        #expect(limit.complaint.contains("between 1 and 1000"))
        for state in ["waiting", "lost"] {
            let list = try Program.run([program, "list", "--state", state, "--socket", nobody])
            #expect(list.status == 2)
            for name in ["indexed", "failed", "skipped", "quarantined"] { #expect(list.complaint.contains(name)) }
        }
        let help = try Program.run([program, "list", "--help"])
        #expect(!help.output.contains("waiting"))
    }

    @Test("A path that is not UTF-8 is asked for by its bytes", arguments: [false, true])
    func bytePath(isAbsolute: Bool) throws {
        let asked = Mutex<LookupCall?>(nil)
        let server = try TestServer { call, reply in
            guard call.name == .lookup else { return Answerer.answer(call, reply) }
            let question = try? call.parameters(of: .lookup)
            asked.withLock { $0 = question }
            reply.send(LookupReply())
        }
        let program = try Program.built("corpusctl")
        let corpus = isAbsolute ? Samples.status.corpus + "/" : ""
        let command = "'\(program)' why --socket '\(server.path.string)' '\(corpus)'$'a/caf\\xe9.txt'"
        let (status, _, complaint) = try Program.run(["/bin/bash", "-c", command])
        #expect(status == 1, "\(complaint)")
        #expect(asked.withLock { $0 } == LookupCall(pathBase64: "YS9jYWbpLnR4dA=="))
    }

    @Test("Output that cannot be written is told, with a status of its own")
    func fullDevice() throws {
        let server = try TestServer()
        let command = "'\(try Program.built("corpusctl"))' status --socket '\(server.path.string)' >/dev/full"
        let (status, _, complaint) = try Program.run(["/bin/bash", "-c", command])
        #expect(status == 74)
        #expect(complaint.contains("No space left on device"))
    }

    @Test(
        "Without standard descriptors, nothing is printed into the conversation",
        arguments: ["<&- >&-", "<&- >&- 2>&-"]
    )
    func closedDescriptors(closed: String) throws {
        let server = try TestServer()
        let command = "'\(try Program.built("corpusctl"))' status --socket '\(server.path.string)' \(closed)"
        let (status, output, complaint) = try Program.run(["/bin/bash", "-c", command])
        #expect(status == 0)
        #expect(output.isEmpty)
        #expect(complaint.isEmpty)
    }

    @Test("--json is one object a line, with the version of its meaning")
    func json() throws {
        let server = try TestServer()
        let (_, output, _) = try Self.corpusctl(server, ["search", "geneva", "--json", "--limit", "3"])
        let lines = output.split(separator: "\n")
        #expect(lines.count == 3)
        for line in lines {
            let object = try Codec.decode(JSON.self, from: Array(line.utf8))
            #expect(object["schemaVersion"] == 1)
            #expect(object["id"] == "42")
        }
        let (_, shown, _) = try Self.corpusctl(server, ["show", "42", "--json"])
        #expect(try Codec.decode(ArticleRecord.self, from: Array(shown.utf8)) == Samples.article)
        let (_, status, _) = try Self.corpusctl(server, ["status", "--json"])
        #expect(try Codec.decode(Status.self, from: Array(status.utf8)) == Samples.status)
    }

    @Test(
        "What may be incomplete is told on standard error, and standard output stays as it is",
        arguments: [["search", "a"], ["search", "a", "--json"], ["list"], ["list", "--json"]]
    )
    func incomplete(arguments: [String]) throws {
        func answer(_ incomplete: Incomplete?) throws -> TestServer {
            try TestServer { call, reply in
                guard call.name == .list else {
                    _ = reply.next(SearchReply(hit: Samples.hit))
                    return reply.send(SearchReply(total: 1, incomplete: incomplete))
                }
                _ = reply.next(ListReply(entry: Samples.entry))
                reply.send(ListReply(incomplete: incomplete))
            }
        }
        let whole = try Self.corpusctl(answer(nil), arguments)
        let part = try Self.corpusctl(answer(Samples.incomplete), arguments)
        #expect(whole.complaint.isEmpty)
        #expect(part.complaint == IncompleteText.line(Samples.incomplete) + "\n")
        #expect(part.output == whole.output)
        #expect(part.status == 0)
    }

    @Test("Any method is called raw, with one reply a line")
    func call() throws {
        let server = try TestServer()
        let (_, output, _) = try Self.corpusctl(
            server,
            ["call", "io.corpusd.Search.Search", "{\"query\":\"a\",\"limit\":2}", "--more"]
        )
        #expect(output.split(separator: "\n").count == 3)
        #expect(output.hasSuffix(#"{"cursor":"end","hit":null,"incomplete":null,"total":2}"# + "\n"))
    }

    @Test("A reader that has seen enough is a success")
    func brokenPipe() throws {
        let server = try TestServer()
        let program = try Program.built("corpusctl")
        let command =
            "'\(program)' search a --limit 1000 --socket '\(server.path.string)' | head -1; exit ${PIPESTATUS[0]}"
        let (status, output, complaint) = try Program.run(["/bin/bash", "-c", command])
        #expect(status == 0)
        #expect(output == "Bolton and Patrushev meet in Geneva\n")
        #expect(complaint.isEmpty)
    }
}
