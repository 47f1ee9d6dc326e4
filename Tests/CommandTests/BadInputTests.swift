import Foundation
import Glibc
import Support
import SystemPackage
import Testing

@Suite("A bad file costs itself, and can say why", .deadline)
struct BadInputTests {
    /// Under a sanitizer a parser needs longer for so much text than any file is given.
    @Test(
        "A text beyond the limit is searchable up to there, and the ledger says that it was cut",
        .disabled(if: Sanitizer.isWatching)
    )
    func cut() async throws {
        let service = try await Service { folder in
            let line = String(repeating: "heron", count: 40_000) + "\n"
            try folder.write(
                "corpus/long.txt",
                "The egret\n" + String(repeating: line, count: 21) + "The spoonbill\n"
            )
        }
        try await service.sync()
        #expect(try await service.found("egret") == ["long.txt"])
        #expect(try await service.found("spoonbill") == [])
        let entry = try await service.why("long.txt")
        #expect(entry["state"] as? String == "indexed")
        #expect(entry["reason"] as? String == "textTooLong")
        #expect(entry["remedy"] as? String != nil)
        let listed = try await service.ctl("list", "--reason", "textTooLong")
        #expect(listed.output.contains("long.txt"))
        try service.scratch.write("corpus/long.txt", "The spoonbill is back.")
        try await service.sync()
        let whole = try await service.why("long.txt")["reason"]
        #expect(whole as? String == nil)
    }

    @Test("Every kind of bad file has a state, a reason and a remedy, and stops no other")
    func reasons() async throws {
        let service = try await Service { folder in
            try folder.write("corpus/good.txt", "A good article about herons.")
            try folder.write("corpus/empty.txt", "")
            try folder.write("corpus/blank.txt", " \n\t\n ")
            try folder.write(
                Array("corpus/binary.txt".utf8),
                (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 7 % 31) }
            )
            try folder.write("corpus/paper.pdf", "%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n")
            try folder.write(
                Array("corpus/letter.docx".utf8),
                [0x50, 0x4B, 3, 4] + Array("....word/document.xml".utf8)
            )
            try folder.write(Array("corpus/photo.jpg".utf8), [0xFF, 0xD8, 0xFF, 0xE0] + Array("\0\u{10}JFIF".utf8))
            try folder.write(Array("corpus/latin.txt".utf8), Array("Le caf".utf8) + [0xE9] + Array(" de la R\n".utf8))
            try folder.write(
                "corpus/page.html",
                "<html><head><title>x</title></head><body><script>1</script></body></html>"
            )
            try folder.write("corpus/large.txt", String(repeating: "word ", count: 300_000))
            try folder.write("corpus/half.txt.part", "half a download")
            symlink("good.txt", folder("corpus/link.txt").string)
            mkfifo(folder("corpus/pipe").string, 0o600)
            try folder.write("config.toml", "largest-file-mib = 1\n")
        }
        _ = await service.end()
        let strict = try await Service(
            corpus: service.corpus,
            arguments: ["--config", service.scratch("config.toml").string]
        )
        try await strict.sync()
        let expected =
            [
                "good.txt": ("indexed", nil), "latin.txt": ("indexed", nil), "empty.txt": ("skipped", "empty"),
                "blank.txt": ("skipped", "empty"), "binary.txt": ("skipped", "binary"),
                "paper.pdf": ("skipped", "unsupported"), "letter.docx": ("skipped", "unsupported"),
                "photo.jpg": ("skipped", "unsupported"), "page.html": ("skipped", "noText"),
                "large.txt": ("skipped", "tooLarge"), "half.txt.part": ("skipped", "ignoredName"),
                "link.txt": ("skipped", "symbolicLink"), "pipe": ("skipped", "fifo"),
            ] as [String: (String, String?)]
        for (path, (state, reason)) in expected {
            let entry = try await strict.why(path)
            #expect(entry["state"] as? String == state, "\(path)")
            #expect(entry["reason"] as? String == reason, "\(path)")
            #expect((entry["remedy"] as? String != nil) == (reason != nil), "\(path)")
        }
        #expect((try await strict.why("paper.pdf")["detail"] as? String)?.contains("PDF") == true)
        #expect(try await strict.found("herons") == ["good.txt"])
        let listed = try strict.objects(try await strict.ctl("list", "--json", "--state", "skipped").output)
        #expect(listed.count == 11)
        let text = try await strict.ctl("why", "paper.pdf")
        #expect(text.status == 1)
        #expect(text.output.contains("unsupported") && text.output.contains("Convert it"))
    }

    /// A service that has 4 MB for its state, and knows one article.
    private func confined() async throws -> (scratch: ScratchFolder, mount: Mount, service: Service) {
        let scratch = try ScratchFolder()
        try scratch.makeFolder("small")
        let mount = try await Mount.small(at: scratch("small"), megabytes: 4)
        let service = try await Service(state: scratch("small")) { folder in
            try folder.write("corpus/first.txt", "The first lynx of the winter.")
        }
        try await service.sync()
        return (scratch, mount, service)
    }

    @Test("A full disk stops intake, says so, keeps answering, and goes on by itself", .enabled(if: Mount.isPossible))
    func fullDisk() async throws {
        let (scratch, mount, service) = try await confined()
        defer { withExtendedLifetime(scratch) {} }
        // What is left of the disk is taken by somebody else.
        try mount.fill()
        for index in 0..<200 {
            try service.scratch.write(
                "corpus/f\(index).txt",
                "Lynx \(index). " + String(repeating: "\(index)x ", count: 900)
            )
        }
        let refused = try await service.ctl("sync")
        #expect(refused.status == 5)
        #expect(refused.complaint.contains("No room"))
        let status = try #require(try service.objects(try await service.ctl("status", "--json").output).first)
        #expect(status["state"] as? String == "degraded")
        #expect(try await service.found("winter") == ["first.txt"])
        mount.free()
        // Its return is told, and is not waited for by the clock.
        #expect(await service.daemon.complaint.has("Intake goes on"))
        try await service.sync()
        #expect(try await service.found("lynx").count == 201)
        #expect(await service.end() == 0)
        await mount.end()
    }

    @Test(
        "A disk that is full when it starts ends it with what to do, and once there is room it has everything",
        .enabled(if: Mount.isPossible),
        arguments: [nil, SIGTERM, SIGKILL]
    )
    func fullDiskAtStart(end: Int32?) async throws {
        let (scratch, mount, service) = try await confined()
        _ = await service.end(end ?? SIGTERM)
        // Nothing was ever there, or what the last one left.
        if end == nil {
            for name in try FileManager.default.contentsOfDirectory(atPath: mount.path.string) {
                scratch.remove("small/\(name)")
            }
        }
        try service.scratch.write("corpus/second.txt", "The second lynx.")
        try mount.fill()
        let refused = try Running(
            "corpusd",
            ["--corpus", service.corpus.string, "--state", service.state.string, "--socket", service.socket]
        )
        #expect(await refused.status.value == 1)
        let complaint = await refused.complaint.all.value
        #expect(complaint.contains(mount.path.string) && complaint.contains("free space on its device"), "\(complaint)")
        #expect(complaint.split(separator: "\n").count == 1, "\(complaint)")
        mount.free()
        try await service.restart()
        try await service.sync()
        #expect(try await service.found("lynx") == ["first.txt", "second.txt"])
        #expect(await service.end() == 0)
        await mount.end()
    }
}

/// A file system of a few megabytes, which only root can make.
private struct Mount {
    let path: FilePath

    static var isPossible: Bool { getuid() == 0 && access("/bin/mount", X_OK) == 0 }

    static func small(at path: FilePath, megabytes: Int) async throws -> Mount {
        let result = try await Program.run(
            "/bin/mount",
            ["-t", "tmpfs", "-o", "size=\(megabytes)m", "corpusd-test", path.string]
        )
        try #require(result.status == 0, "\(result.complaint)")
        return Mount(path: path)
    }

    /// Takes all the room there is.
    func fill() throws {
        let number = open(path.appending("ballast").string, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        let block = [UInt8](repeating: 7, count: 4096)
        while write(number, block, block.count) > 0 {}
        close(number)
    }

    func free() { unlink(path.appending("ballast").string) }

    func end() async { _ = try? await Program.run("/bin/umount", [path.string]) }
}
