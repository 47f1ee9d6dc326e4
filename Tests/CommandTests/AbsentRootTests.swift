import Foundation
import Glibc
import Support
import SystemPackage
import Testing

@Suite("An absent root is not a deletion", .deadline)
struct AbsentRootTests {
    private func held(_ service: Service) async throws {
        let refused = try await service.ctl("sync")
        #expect(refused.status == 5, "\(refused.output)")
        #expect(refused.complaint.contains("rescan --accept"), "\(refused.complaint)")
        #expect(try await service.found("polecat") == ["a.txt", "d/b.txt"])
        #expect(try await service.ctl("status").output.contains("rescan --accept"))
        let why = try await service.ctl("why", "d/b.txt")
        #expect(
            why.status == 0 && why.output.contains("held: ") && why.output.contains("rescan --accept"),
            "\(why.output)"
        )
        #expect(try await service.ctl("reindex").status == 5)
    }

    private func filled() async throws -> Service {
        let service = try await Service {
            try $0.write("corpus/a.txt", "One article about a polecat.")
            try $0.write("corpus/d/b.txt", "Another polecat.")
        }
        try await service.sync()
        return service
    }

    /// Held: an empty folder took the corpus's place while it did not run.
    private func replacedAtRest() async throws -> Service {
        let service = try await filled()
        #expect(await service.end() == 0)
        try service.scratch.move("corpus", "away")
        try service.scratch.makeFolder("corpus")
        try await service.restart()
        try await held(service)
        return service
    }

    @Test("An empty folder in the corpus's place is held, while it runs and over a restart", arguments: [false, true])
    func replaced(isStopped: Bool) async throws {
        let service = try await filled()
        if isStopped { #expect(await service.end() == 0) }
        try service.scratch.move("corpus", "away")
        try service.scratch.makeFolder("corpus")
        if isStopped { try await service.restart() }
        try await held(service)
        // What was there comes back with something new in it.
        try service.scratch.write("away/c.txt", "A third polecat.")
        service.scratch.remove("corpus")
        try service.scratch.move("away", "corpus")
        #expect(await service.daemon.complaint.has("Intake goes on"))
        try await service.sync()
        #expect(try await service.found("polecat") == ["a.txt", "c.txt", "d/b.txt"])
    }

    @Test("An index that was lost while the corpus is away is whole once the corpus is back")
    func lostIndex() async throws {
        let service = try await filled()
        #expect(await service.end() == 0)
        service.scratch.remove("state/index.sqlite")
        try service.scratch.move("corpus", "away")
        try await service.restart()
        #expect(try await service.ctl("sync").status == 5)
        for arguments in [["search", "polecat"], ["list"]] {
            let answer = try await service.ctl(arguments[0], arguments.dropFirst().first ?? "--json")
            #expect(answer.complaint == "corpusctl: the index is being rebuilt: 0 files are searchable by now\n")
            #expect(answer.status == 1)
        }
        try service.scratch.move("away", "corpus")
        #expect(await service.daemon.complaint.has("The index is built anew: articles 2"))
        try await service.sync()
        #expect(try await service.found("polecat") == ["a.txt", "d/b.txt"])
        #expect(try await service.ctl("search", "polecat").complaint == "")
        #expect(try await service.ctl("list").complaint == "")
    }

    @Test("Until the first scan is over a search says that it is not, and nothing from then on")
    func firstScan() async throws {
        let service = try await filled()
        #expect(try await service.ctl("search", "polecat").complaint == "")
        #expect(await service.end() == 0)
        try service.scratch.move("corpus", "away")
        try await service.restart()
        let sentence = "corpusctl: the first scan is not over: 2 files are searchable by now\n"
        let search = try await service.ctl("search", "polecat", "--json")
        #expect(search.complaint == sentence)
        #expect(try service.objects(search.output).count == 2)
        #expect(try await service.ctl("list").complaint == sentence)
        #expect(try await service.ctl("why", "a.txt").complaint == sentence)
        #expect(
            try await service.ctl("why", "c.txt").complaint == "\(sentence)corpusctl: corpusd has not seen c.txt yet\n"
        )
        try service.scratch.move("away", "corpus")
        #expect(await service.daemon.complaint.has("Intake goes on"))
        try await service.sync()
        #expect(try await service.ctl("search", "polecat").complaint == "")
        #expect(try await service.ctl("list").complaint == "")
        #expect(try await service.ctl("why", "c.txt").complaint == "corpusctl: corpusd has never seen c.txt\n")
    }

    @Test("Files that turn up in the new folder end the hold, and what is not among them is gone")
    func refilled() async throws {
        let service = try await replacedAtRest()
        try service.scratch.write("corpus/z.txt", "A new polecat.")
        #expect(await service.daemon.complaint.has("Intake goes on"))
        try await service.sync()
        #expect(try await service.found("polecat") == ["z.txt"])
    }

    @Test("rescan --accept takes the empty folder for what it is")
    func accepted() async throws {
        let service = try await replacedAtRest()
        let accepted = try await service.ctl("rescan", "--accept")
        #expect(accepted.status == 0, "\(accepted.complaint)")
        #expect(try await service.found("polecat") == [])
        #expect(await service.end() == 0)
        try await service.restart()
        try await service.sync()
        #expect(try await service.found("polecat") == [])
    }

    @Test("Of what is held as a whole no part can be accepted, and whoever tries is told which folder can")
    func acceptedInPart() async throws {
        let service = try await replacedAtRest()
        let refused = try await service.ctl("rescan", "--accept", "d")
        #expect(refused.status == 4)
        #expect(refused.complaint.contains("the corpus is held as a whole"), "\(refused.complaint)")
        #expect(try await service.found("polecat") == ["a.txt", "d/b.txt"])
    }

    @Test(
        "Of a disk that is unmounted no part can be accepted, and whoever tries is told its name",
        .enabled(if: geteuid() == 0 && canMount)
    )
    func acceptedInPartOfDisk() async throws {
        let service = try await filled()
        try service.scratch.makeFolder("corpus/disk")
        let disk = service.scratch("corpus/disk").string
        #expect(mount("tmpfs", disk, "tmpfs", 0, "size=1m") == 0)
        defer { umount2(disk, Int32(MNT_DETACH)) }
        try service.scratch.write("corpus/disk/sub/c.txt", "A third polecat.")
        try await service.sync()
        #expect(try await service.found("polecat") == ["a.txt", "d/b.txt", "disk/sub/c.txt"])
        #expect(umount2(disk, Int32(MNT_DETACH)) == 0)
        try await service.sync()
        let refused = try await service.ctl("rescan", "--accept", "disk/sub")
        #expect(refused.status == 4)
        #expect(refused.complaint.contains(": corpusctl rescan --accept disk"), "\(refused.complaint)")
        #expect(try await service.found("polecat") == ["a.txt", "d/b.txt", "disk/sub/c.txt"])
        let accepted = try await service.ctl("rescan", "--accept", "disk")
        #expect(accepted.status == 0, "\(accepted.complaint)")
        #expect(try await service.found("polecat") == ["a.txt", "d/b.txt"])
        _ = await service.end()
    }

    @Test("A corpus whose files were all deleted is empty, not held")
    func emptied() async throws {
        let service = try await filled()
        #expect(await service.end() == 0)
        service.scratch.remove("corpus/a.txt")
        service.scratch.remove("corpus/d")
        try await service.restart()
        try await service.sync()
        #expect(try await service.found("polecat") == [])
    }

    @Test(
        "What is mounted as the corpus may go and come back, with another device number",
        .enabled(if: geteuid() == 0 && canMount)
    )
    func unmounted() async throws {
        let folder = try ScratchFolder()
        try folder.makeFolder("corpus")
        try folder.makeFolder("disk")
        try folder.write("disk/a.txt", "One article about a polecat.")
        try folder.write("disk/d/b.txt", "Another polecat.")
        let (corpus, disk) = (folder("corpus").string, folder("disk").string)
        #expect(mount(disk, corpus, nil, UInt(MS_BIND), nil) == 0)
        let service = try await Service(corpus: folder("corpus"))
        defer { umount2(corpus, Int32(MNT_DETACH)) }
        try await service.sync()
        #expect(umount2(corpus, Int32(MNT_DETACH)) == 0)
        #expect(try await service.ctl("sync").status == 5)
        #expect(try await service.found("polecat") == ["a.txt", "d/b.txt"])
        #expect(await service.end() == 0)
        try await service.restart()
        try await held(service)
        try folder.write("disk/c.txt", "A third polecat.")
        #expect(mount(disk, corpus, nil, UInt(MS_BIND), nil) == 0)
        #expect(await service.daemon.complaint.has("Intake goes on"))
        try await service.sync()
        #expect(try await service.found("polecat") == ["a.txt", "c.txt", "d/b.txt"])
        _ = await service.end()
    }

    @Test("An empty folder that is held is not kept from being unmounted", .enabled(if: geteuid() == 0 && canMount))
    func covered() async throws {
        let service = try await filled()
        try service.scratch.makeFolder("cover")
        let corpus = service.scratch("corpus").string
        #expect(mount(service.scratch("cover").string, corpus, nil, UInt(MS_BIND), nil) == 0)
        defer { umount2(corpus, Int32(MNT_DETACH)) }
        // It is looked at more than once.
        for _ in 1...3 { try await held(service) }
        #expect(umount2(corpus, 0) == 0)
        try await service.sync()
        #expect(try await service.found("polecat") == ["a.txt", "d/b.txt"])
        _ = await service.end()
    }
}

/// Whether this process may mount at all: root in a container often may not.
private let canMount: Bool = {
    guard let folder = try? ScratchFolder() else { return false }
    let path = folder("").string
    guard mount(path, path, nil, UInt(MS_BIND), nil) == 0 else { return false }
    return umount2(path, Int32(MNT_DETACH)) == 0
}()
