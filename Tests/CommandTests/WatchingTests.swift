import Support
import Testing

@Suite("Whoever watches the service sees it change", .deadline)
struct WatchingTests {
    @Test("status --watch tells the state at once, then each change, and ends with the service")
    func watching() async throws {
        let service = try await Service()
        let watcher = try Running(
            "corpusctl",
            ["status", "--watch", "--json"],
            environment: ["CORPUSD_SOCKET": service.socket]
        )
        #expect(await watcher.output.has("\"articles\":0,"))
        try service.scratch.write("corpus/a.txt", "Marmots sleep in winter.\n")
        #expect(await watcher.output.has("\"articles\":1,"))
        #expect(try service.objects(watcher.output.soFar).allSatisfy { $0["schemaVersion"] as? Int == 1 })
        #expect(await service.end() == 0)
        #expect(await watcher.status.value == 4)
        #expect(await watcher.complaint.all.value.contains("corpusctl: "))
    }
}
