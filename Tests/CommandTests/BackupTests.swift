import Foundation
import Support
import SystemPackage
import Testing

@Suite("Copies of what there is", .deadline)
struct BackupTests {
    private static let own = "topic = [{ id = \"farming\", seeds = [] }]\n"

    private static func fill(_ folder: ScratchFolder, _ numbers: Range<Int>) throws {
        for number in numbers {
            try folder.write(
                "corpus/f\(number).txt",
                "A farmer sold wheat number\(number) from the \"silo\", as flour.\n"
            )
        }
    }

    private func count(_ service: Service, _ query: String) async throws -> Int {
        let hits = try await service.ctl("search", "--json", "--limit", "1000", "--", query).output
        return try service.objects(hits).count
    }

    @Test("A backup that is made while files arrive is whole, and is restored by copying it back")
    func restored() async throws {
        let config = try ScratchFolder()
        let file = try config.write("c.toml", Self.own)
        let service = try await Service(arguments: ["--config", file.string]) { try Self.fill($0, 0..<200) }
        try await service.sync()
        let id = try #require(
            try service.objects(try await service.ctl("search", "--json", "number7").output).first?["id"] as? String
        )
        #expect(try await service.ctl("label", id, "farming").status == 0)
        let target = service.scratch("backup").string
        let filling = Task { [folder = service.scratch] in
            for number in 200..<400 { try Self.fill(folder, number..<(number + 1)) }
        }
        let backup = try await service.ctl("backup", target)
        #expect(backup.status == 0 && backup.output.hasPrefix("Backed up to "), "\(backup.complaint)")
        try await filling.value
        let names = try FileManager.default.contentsOfDirectory(atPath: target).sorted()
        #expect(names == ["decisions.sqlite", "index.sqlite"])
        // Nothing of it is left in the state directory, and a second one goes nowhere.
        #expect(!FileManager.default.fileExists(atPath: service.state.appending("backup").string))
        let again = try await service.ctl("backup", target)
        #expect(again.status == 74 && again.complaint.contains("is not empty"), "\(again.complaint)")
        try await service.sync()
        #expect(await service.end() == 0)

        for name in try FileManager.default.contentsOfDirectory(atPath: service.state.string)
        where name.contains(".sqlite") {
            try FileManager.default.removeItem(atPath: service.state.appending(name).string)
        }
        for name in names {
            try FileManager.default.copyItem(atPath: target + "/" + name, toPath: service.state.appending(name).string)
        }
        try await service.restart()
        // From the copy, before anything is read.
        #expect(try await count(service, "number7") == 1)
        #expect(try await service.ctl("topics").output.contains("farming"))
        try await service.sync()
        #expect(try await count(service, "wheat") == 400)
        let restored = try service.objects(try await service.ctl("search", "--json", "number7").output).first
        #expect(restored?["id"] as? String == id)
        #expect(try await service.ctl("show", "--json", id).output.contains("\"farming\""))
        #expect(try await service.ctl("verify", "--contents").status == 0)
        #expect(await service.end() == 0)
    }

    @Test("Whole articles are printed as JSON lines and as CSV, the oldest first")
    func export() async throws {
        let service = try await Service { try Self.fill($0, 0..<150) }
        try await service.sync()
        let lines = try service.objects(try await service.ctl("export").output)
        #expect(lines.count == 150 && lines.allSatisfy { $0["schemaVersion"] as? Int == 1 })
        #expect(Set(lines.compactMap { $0["path"] as? String }).count == 150)
        #expect(try service.objects(try await service.ctl("export", "number7").output).count == 1)
        let csv = try await service.ctl("export", "--format", "csv", "number7").output
        let rows = csv.components(separatedBy: "\r\n")
        #expect(rows.count == 3 && rows[0].hasPrefix("id,path,record,published,") && rows[2].isEmpty, "\(csv)")
        #expect(rows[1].contains("f7.txt") && rows[1].contains("\"\"silo\"\""), "\(csv)")
        #expect(try await service.ctl("export", "nothing-at-all").status == 1)
        #expect(try await service.ctl("export", "\"open").status == 2)
        #expect(await service.end() == 0)
    }
}
