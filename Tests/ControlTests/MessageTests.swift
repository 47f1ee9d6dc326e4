import Control
import Testing

@Suite("What goes over the wire is as the interface files say")
struct MessageTests {
    /// Every message type, once with all it can hold and once with as little as it can hold.
    static let messages: [(interface: String, member: String, value: JSON)] = [
        ("io.corpusd.Status", "Describe>", json(DescribeReply(status: Samples.status))),
        ("io.corpusd.Status", "Describe<", json(NoParameters())),
        ("io.corpusd.Status", "Sync<", json(SyncCall(timeoutMs: 500))),
        ("io.corpusd.Status", "Sync<", json(SyncCall())),
        ("io.corpusd.Status", "Sync>", json(SyncReply(sequence: "991234", settled: 3))),
        ("io.corpusd.Status", "OldestWaiting", json(OldestWaiting(seconds: 0.5))),
        ("io.corpusd.Status", "Problem", json(StatusProblem(reason: "the disk is full"))),
        (
            "io.corpusd.Search", "Search<",
            json(SearchCall(query: "a", sort: .newest, limit: 3, cursor: "c", distinct: true))
        ),
        ("io.corpusd.Search", "Search<", json(SearchCall(query: ""))),
        ("io.corpusd.Search", "Search>", json(SearchReply(hit: Samples.hit, total: 3, cursor: "c"))),
        ("io.corpusd.Search", "Search>", json(SearchReply())),
        ("io.corpusd.Search", "Search>", json(SearchReply(incomplete: Samples.incomplete))),
        ("io.corpusd.Search", "Incomplete", json(Incomplete(reason: "scanning", searchable: 0))),
        ("io.corpusd.Search", "Hit", json(Hit(id: "1", record: 0, snippet: ""))),
        (
            "io.corpusd.Search", "Facets<",
            json(FacetsCall(query: "a", fields: [.topic, .language, .source, .agency, .day], limit: 3))
        ),
        ("io.corpusd.Search", "Facets<", json(FacetsCall(query: ""))),
        ("io.corpusd.Search", "Facets>", json(Samples.facets)),
        ("io.corpusd.Search", "Facets>", json(FacetsReply(facets: [], total: 0))),
        ("io.corpusd.Search", "FacetValue", json(FacetValue(value: "en", articles: 1))),
        ("io.corpusd.Search", "Get<", json(GetCall(id: "1"))),
        ("io.corpusd.Search", "Get<", json(GetCall(id: "1", explain: true))),
        ("io.corpusd.Search", "Get>", json(GetReply(article: Samples.article))),
        ("io.corpusd.Search", "Get>", json(GetReply(article: Samples.article, explanation: Samples.explanation))),
        ("io.corpusd.Search", "Evidence", json(Evidence(field: "kind", value: "news", rule: "r", confidence: 1))),
        ("io.corpusd.Search", "Article", json(ArticleRecord(record: 0, body: ""))),
        ("io.corpusd.Search", "Dateline", json(Dateline())),
        (
            "io.corpusd.Search", "Publication",
            json(Publication(date: "2018", precision: "year", rule: "url", confidence: 1))
        ),
        ("io.corpusd.Search", "Problem", json(ArticleProblem(code: "c", message: "m"))),
        ("io.corpusd.Ledger", "Lookup<", json(LookupCall(path: "a"))),
        ("io.corpusd.Ledger", "Lookup<", json(LookupCall(pathBase64: "/w=="))),
        ("io.corpusd.Ledger", "Lookup>", json(LookupReply(entries: [Samples.entry]))),
        ("io.corpusd.Ledger", "Lookup>", json(LookupReply(incomplete: Samples.incomplete))),
        ("io.corpusd.Ledger", "LedgerEntry", json(LedgerEntry(state: "indexed", attempts: 0))),
        ("io.corpusd.Ledger", "List<", json(ListCall(state: "failed", reason: "r", cursor: "c"))),
        ("io.corpusd.Ledger", "List<", json(ListCall())),
        ("io.corpusd.Ledger", "List>", json(ListReply(entry: Samples.entry, cursor: "c"))),
        ("io.corpusd.Ledger", "List>", json(ListReply())),
        ("io.corpusd.Ledger", "List>", json(ListReply(incomplete: Samples.incomplete))),
        ("io.corpusd.Ledger", "Incomplete", json(Incomplete(reason: "scanning", searchable: 0))),
        ("io.corpusd.Ledger", "Changes<", json(ChangesCall(cursor: "c", query: "a", wait: false))),
        ("io.corpusd.Ledger", "Changes<", json(ChangesCall())),
        ("io.corpusd.Ledger", "Changes>", json(ChangesReply(change: Samples.change, cursor: "c", freshInstance: true))),
        ("io.corpusd.Ledger", "Changes>", json(ChangesReply(cursor: "c", incomplete: Samples.incomplete))),
        ("io.corpusd.Ledger", "Change", json(FileChange(sequence: "7", path: PathName([0xFF]), state: "gone"))),
        ("io.corpusd.Control", "Pause<", json(NoParameters())),
        ("io.corpusd.Control", "Pause>", json(Done())),
        ("io.corpusd.Control", "Resume<", json(NoParameters())),
        ("io.corpusd.Control", "Resume>", json(Done())),
        ("io.corpusd.Control", "Reload<", json(NoParameters())),
        ("io.corpusd.Control", "Reload>", json(ReloadReply(restart: ["corpus"]))),
        ("io.corpusd.Control", "Rescan<", json(RescanCall(path: "a", accept: true))),
        ("io.corpusd.Control", "Rescan<", json(RescanCall())),
        ("io.corpusd.Control", "Rescan>", json(WorkReply(progress: WorkProgress(.comparing, done: 1, left: 2)))),
        ("io.corpusd.Control", "Retry<", json(PartCall(pathBase64: "/w=="))),
        ("io.corpusd.Control", "Retry>", json(RetryReply(files: 1))),
        ("io.corpusd.Control", "Reindex<", json(PartCall(path: "a"))),
        ("io.corpusd.Control", "Reindex>", json(WorkReply(progress: WorkProgress(.reading, done: 1)))),
        ("io.corpusd.Control", "Verify<", json(VerifyCall(contents: true))),
        ("io.corpusd.Control", "Verify<", json(VerifyCall())),
        (
            "io.corpusd.Control", "Verify>",
            json(VerifyReply(progress: WorkProgress(.checking, done: 1), findings: [Samples.finding]))
        ),
        ("io.corpusd.Control", "Label<", json(LabelCall(id: "42", topic: "sport", isOfTopic: false))),
        ("io.corpusd.Control", "Label<", json(LabelCall(id: "42", topic: "sport"))),
        ("io.corpusd.Control", "Label>", json(Samples.labelled)),
        ("io.corpusd.Control", "Label>", json(LabelReply(topic: "harbour"))),
        ("io.corpusd.Control", "Unlabel<", json(UnlabelCall(id: "42", topic: "sport"))),
        ("io.corpusd.Control", "Unlabel<", json(UnlabelCall(id: "42"))),
        ("io.corpusd.Control", "Unlabel>", json(UnlabelReply(withdrawn: ["sport"], topics: Samples.labelled.topics))),
        ("io.corpusd.Control", "Topics<", json(NoParameters())),
        ("io.corpusd.Control", "Topics>", json(Samples.taught)),
        ("io.corpusd.Control", "TopicReport", json(TopicReport(id: "harbour", name: "Harbour", own: true))),
        ("io.corpusd.Status", "Monitor<", json(NoParameters())),
        ("io.corpusd.Status", "Monitor>", json(DescribeReply(status: Samples.status))),
        ("io.corpusd.Control", "Backup<", json(NoParameters())),
        ("io.corpusd.Control", "Backup>", json(BackupReply(file: "index.sqlite", data: "AAAA"))),
        ("io.corpusd.Control", "Backup>", json(BackupReply(bytes: 3))),
        ("io.corpusd.Search", "Export<", json(ExportCall(query: "a"))),
        ("io.corpusd.Search", "Export<", json(ExportCall())),
        ("io.corpusd.Search", "Export>", json(ExportReply(article: Samples.article))),
        ("io.corpusd.Search", "Export>", json(ExportReply(incomplete: Samples.incomplete))),
        ("io.systemd.Metrics", "List<", json(NoParameters())),
        ("io.systemd.Metrics", "List>", json(MetricSample(name: "a.B", value: 1, object: "b", fields: ["c": "d"]))),
        ("io.systemd.Metrics", "Describe<", json(NoParameters())),
        ("io.systemd.Metrics", "Describe>", json(MetricFamily(name: "a.B", description: "b", type: .string))),
        ("io.corpusd.Control", "Progress", json(WorkProgress(.checking, done: 0))),
        ("io.corpusd.Control", "Finding", json(Finding(what: "pages", checked: 1, wrong: 0, repaired: 0))),
    ]

    @Test("A message has the fields of its interface, all of them and no other", arguments: messages)
    func message(interface name: String, member: String, value: JSON) throws {
        let interface = try #require(InterfaceDescription.all.first { $0.name == name })
        let fields = try #require(Self.fields(of: member, in: interface))
        #expect(interface.mismatch(of: value, with: fields) == nil)
        guard case .object(let members) = value else {
            Issue.record("a message that is no object")
            return
        }
        #expect(members.keys.sorted() == fields.map(\.name).sorted(), "what is absent is written as null")
    }

    @Test("Every type and every method of the interface files has its message here")
    func everyTypeIsCovered() {
        for interface in InterfaceDescription.all where !interface.name.hasPrefix("org.varlink.") {
            let covered = Set(Self.messages.filter { $0.interface == interface.name }.map(\.member))
            for method in interface.methods.keys {
                #expect(covered.isSuperset(of: [method + "<", method + ">"]), "\(method)")
            }
            let nullable = interface.types.filter { Self.hasNullableField($0.value) }.keys
            let whole: Set<String> = ["Status", "Watching", "Index", "Stage", "Polling", "Memory", "Workers"]
            #expect(covered.union(whole).isSuperset(of: nullable), "\(interface.name)")
        }
    }

    @Test("The methods that have names are exactly those of the interface files")
    func methodNames() {
        let described = InterfaceDescription.all.flatMap { interface in
            interface.methods.keys.map { "\(interface.name).\($0)" }
        }
        let named = MethodName.allCases.map(\.rawValue)
        #expect(Set(described.filter { !$0.hasPrefix("org.varlink") }) == Set(named))
    }

    static let errors: [ControlError] = [
        .interfaceNotFound("a"), .methodNotFound("a.B"), .methodNotImplemented("a.B"), .invalidParameter("p"),
        .held(PathName(Array("disk".utf8))), .held(PathName([0xFF])), .permissionDenied, .permissionDenied("r"),
        .invalidConfiguration(["p"]), .noArticle("1"), .invalidTopic("t", reason: "r"), .expectedMore, .busy("r"),
        .noSuchMetric,
        .invalidMessage("r"),
        .messageTooLong(limit: 1),
        .tooManyConnections(limit: 1, counted: .user), .tooManyWatchers(limit: 1), .internal("m"),
        .outstanding(files: 1, reason: "r"),
        .timeout(files: 1), .invalidQuery("q", offset: 0, reason: "r", hint: nil),
        .invalidQuery("q", offset: 0, reason: "r", hint: "h"), .notFound(id: "1"),
    ]

    @Test("An error is one of its interface's, with the parameters told there", arguments: errors)
    func error(_ error: ControlError) throws {
        let interface = try #require(InterfaceDescription.all.last { error.name.hasPrefix($0.name + ".") })
        let name = String(error.name.dropFirst(interface.name.count + 1))
        let fields = try #require(interface.errors[name], "\(error.name)")
        #expect(interface.mismatch(of: error.parameters, with: fields) == nil)
    }

    @Test("Every error of the interface files can be made")
    func everyErrorIsCovered() {
        let described = InterfaceDescription.all.flatMap { interface in
            interface.errors.keys.map { "\(interface.name).\($0)" }
        }
        #expect(Set(described) == Set(Self.errors.map(\.name)))
    }

    @Test("Messages come back as they went")
    func roundTrip() throws {
        #expect(try Codec.decode(Status.self, from: Codec.encode(Samples.status)) == Samples.status)
        #expect(try Codec.decode(ArticleRecord.self, from: Codec.encode(Samples.article)) == Samples.article)
        #expect(try Codec.decode(Hit.self, from: Codec.encode(Samples.hit)) == Samples.hit)
        #expect(try Codec.decode(LedgerEntry.self, from: Codec.encode(Samples.entry)) == Samples.entry)
        let sparse = try Codec.decode(SearchCall.self, from: Array(#"{"query":"a"}"#.utf8))
        #expect(sparse == SearchCall(query: "a"))
    }

    @Test(
        "A path is text when it is UTF-8, else Base64, and comes back as the same bytes",
        arguments: [
            (Array("reuters/ä.txt".utf8), "reuters/ä.txt" as String?, nil as String?),
            ([], "", nil),
            ([0x61, 0xFF], nil, "Yf8="),
        ]
    )
    func paths(bytes: [UInt8], path: String?, base64: String?) {
        let name = PathName(bytes)
        #expect(name == PathName(path: path, pathBase64: base64))
        #expect(name.bytes == bytes)
    }

    @Test("Two paths, no path, or broken Base64 are no path")
    func noPath() {
        #expect(PathName(path: "a", pathBase64: "Yf8=").bytes == nil)
        #expect(PathName(path: nil, pathBase64: nil).bytes == nil)
        #expect(PathName(path: nil, pathBase64: "?").bytes == nil)
    }

    @Test(
        "A moment is told in UTC, to the second",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
            (951_782_400_000_000_000, "2000-02-29T00:00:00Z"), (1_795_289_462_999_999_999, "2026-11-21T19:31:02Z"),
            (Int64.max, "2262-04-11T23:47:16Z"), (Int64.min, "1677-09-21T00:12:43Z"),
        ] as [(Int64, String)]
    )
    func moments(nanoseconds: Int64, text: String) {
        #expect(Timestamp.text(nanoseconds) == text)
    }

    private static func json(_ value: some Encodable) -> JSON {
        (try? Codec.decode(JSON.self, from: Codec.encode(value))) ?? .null
    }

    private static func fields(of member: String, in interface: InterfaceDescription) -> [InterfaceDescription.Field]? {
        if member.hasSuffix("<") { return interface.methods[String(member.dropLast())]?.input }
        if member.hasSuffix(">") { return interface.methods[String(member.dropLast())]?.output }
        guard case .structure(let fields)? = interface.types[member] else { return nil }
        return fields
    }

    private static func hasNullableField(_ shape: InterfaceDescription.Shape) -> Bool {
        guard case .structure(let fields) = shape else { return false }
        return fields.contains { field in
            if case .optional = field.shape { true } else { false }
        }
    }
}
