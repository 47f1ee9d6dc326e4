import Analysis
import Support
import SystemPackage
import Testing

@testable import Daemon

@Suite("Configuration files, one over the other") struct ConfigurationTests {
    private func resolve(_ folder: ScratchFolder) throws -> Configuration {
        try Configuration.resolve(
            ConfigurationFlags(state: "/var/lib/x"),
            environment: ["CONFIGURATION_DIRECTORY": folder.path.string]
        )
    }

    @Test("Drop-ins are read after the file in the order of their names, and the last word on a key counts")
    func order() throws {
        let folder = try ScratchFolder()
        try folder.write("corpusd.toml", "corpus = \"/srv/a\"\nworkers = 3\nlargest-file-mib = 2\n")
        try folder.write("conf.d/20-b.toml", "workers = 5\n")
        try folder.write("conf.d/10-a.toml", "workers = 4\nlargest-file-mib = 7\n")
        try folder.write("conf.d/30-c.toml.bak", "workers = 6\n")
        try folder.write("conf.d/.40-d.toml", "workers = 6\n")
        let configuration = try resolve(folder)
        #expect(configuration.workers == 5)
        #expect(configuration.largestFile == 7 << 20)
        #expect(configuration.corpus == "/srv/a")
        #expect(configuration.file == folder("corpusd.toml"))
    }

    @Test("Drop-ins alone are enough")
    func alone() throws {
        let folder = try ScratchFolder()
        try folder.write("conf.d/10-a.toml", "corpus = \"/srv/b\"\n")
        #expect(try resolve(folder).corpus == "/srv/b")
    }

    @Test("A mistake in a drop-in is told with its name")
    func mistake() throws {
        let folder = try ScratchFolder()
        try folder.write("corpusd.toml", "corpus = \"/srv/a\"\n")
        let wrong = try folder.write("conf.d/10-a.toml", "worker = 3\n")
        let failure = #expect(throws: ConfigurationFailure.self) { try resolve(folder) }
        #expect(failure?.problems.count == 1)
        #expect(failure?.problems.first?.hasPrefix("\(wrong.string): unknown key 'worker'") == true)
    }

    @Test("Every key can be said in a drop-in")
    func everyKey() throws {
        let text = """
            corpus = "/srv/c"
            state = "/var/lib/c"
            socket = "/run/c/s"
            socket-mode = "0600"
            ignore = ["*.c"]
            workers = 7
            largest-file-mib = 9
            agencies = ["C"]
            topic-threshold = 0.7
            topic = [{ id = "harbour", seeds = ["tanker"] }]
            label-from-folder = { quay = "harbour" }
            """
        let later = try ConfigurationFile(text, named: "later")
        #expect(try ConfigurationFile("corpus = \"/srv/a\"", named: "first").overridden(by: later) == later)
        #expect(try later.overridden(by: ConfigurationFile("", named: "empty")) == later)
        #expect(ConfigurationFile.keys.allSatisfy { text.contains("\($0) =") })
    }

    @Test("A folder may serve a topic of another file, as long as that is there in the end")
    func folders() throws {
        let folder = try ScratchFolder()
        try folder.write("corpusd.toml", "corpus = \"/srv/a\"\n[[topic]]\nid = \"harbour\"\n")
        try folder.write("conf.d/10-a.toml", "label-from-folder = { quay = \"harbour\" }\n")
        #expect(try resolve(folder).folderTopics.topic(of: Array("quay".utf8)) == "harbour")
        try folder.write("conf.d/20-b.toml", "topic = []\n")
        let failure = #expect(throws: ConfigurationFailure.self) { try resolve(folder) }
        #expect(failure?.problems.first?.contains("names the topic \"harbour\"") == true)
    }
}
