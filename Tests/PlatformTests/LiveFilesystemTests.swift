import Glibc
import Support
import SystemPackage
import Testing

@testable import Platform

@Suite(.deadline) struct LiveFilesystemTests {
    @Test("A listing has every name with its kind and stamp")
    func listing() throws {
        let folder = try ScratchFolder()
        try folder.write("a.txt", "text")
        try folder.makeFolder("d")
        symlink("a.txt", folder("l").string)
        mkfifo(folder("p").string, 0o600)
        let entries = try LiveFilesystem(root: folder.path).list(.root, from: nil, limit: 10).entries
        let kinds = Dictionary(
            uniqueKeysWithValues: entries.map { (String(decoding: $0.name, as: UTF8.self), $0.kind) }
        )
        #expect(kinds == ["a.txt": .regular, "d": .folder, "l": .symbolicLink, "p": .fifo])
        #expect(entries.first { $0.kind == .regular }?.stamp.size == 4)
    }

    @Test("The pages of a folder are of one moment, and another folder that takes its place is read anew")
    func pages() throws {
        let folder = try ScratchFolder()
        let filesystem = try LiveFilesystem(root: folder.path)
        func fill(_ letter: String) throws {
            for number in 10_000..<11_500 { try folder.write("sub/\(letter)\(number)", "") }
        }
        func page(after first: FolderPage) throws -> [String] {
            try filesystem.list(RelativePath("sub"), from: first.next, limit: 1_100).entries
                .map { String(decoding: $0.name, as: UTF8.self) }
        }
        try fill("a")
        let first = try filesystem.list(RelativePath("sub"), from: nil, limit: 1_100)
        #expect(first.entries.count == 1_100)
        #expect(try page(after: first).count == 400)
        // What came since is not among them, and a name that went is left out.
        try folder.write("sub/b", "")
        #expect(unlink(folder("sub/a11400").string) == 0)
        #expect(try page(after: first).count == 399)
        #expect(rename(folder("sub").string, folder("elsewhere").string) == 0)
        try fill("c")
        #expect(try page(after: first).first == "c10000")
    }

    @Test("A link anywhere below the root leads nowhere")
    func links() throws {
        let outside = try ScratchFolder()
        try outside.write("secret.txt", "secret")
        let folder = try ScratchFolder()
        try folder.write("d/a.txt", "text")
        symlink(outside.path.string, folder("out").string)
        symlink("../..", folder("d/up").string)
        let files = try LiveFilesystem(root: folder.path)
        #expect(try files.look(RelativePath("out/secret.txt")) == nil)
        #expect(try files.look(RelativePath("out"))?.kind == .symbolicLink)
        guard case .absent = try files.readStable(RelativePath("out/secret.txt"), limit: 100) else {
            Issue.record("a path through a link was read")
            return
        }
        guard case .other(.symbolicLink, _) = try files.readStable(RelativePath("d/up"), limit: 100) else {
            Issue.record("a link was opened")
            return
        }
        #expect(throws: SystemFailure.self) { try files.list(RelativePath("out"), from: nil, limit: 10) }
    }

    @Test("A FIFO and a socket are never opened")
    func special() throws {
        let folder = try ScratchFolder()
        mkfifo(folder("p").string, 0o600)
        let listener = try UnixSocket.listen(at: folder("s"), mode: 0o600)
        let files = try LiveFilesystem(root: folder.path)
        for (name, kind) in [("p", FileKind.fifo), ("s", .socket)] {
            guard case .other(kind, _) = try files.readStable(RelativePath(name), limit: 100) else {
                Issue.record("\(name) was read")
                return
            }
        }
        _ = consume listener
    }

    @Test("A file is read whole, with its stamp; a larger one than the limit is not")
    func reading() throws {
        let folder = try ScratchFolder()
        try folder.write("a.txt", "some text")
        try folder.write("empty", "")
        let files = try LiveFilesystem(root: folder.path)
        guard case .bytes(let bytes, let stamp, _) = try files.readStable(RelativePath("a.txt"), limit: 9) else {
            Issue.record("a.txt was not read")
            return
        }
        #expect(bytes == Array("some text".utf8))
        #expect(stamp.size == 9)
        guard case .tooLarge = try files.readStable(RelativePath("a.txt"), limit: 8) else {
            Issue.record("a file beyond the limit was read")
            return
        }
        guard case .bytes([], _, _) = try files.readStable(RelativePath("empty"), limit: 8) else {
            Issue.record("an empty file was not read")
            return
        }
        guard case .absent = try files.readStable(RelativePath("none"), limit: 8) else {
            Issue.record("a missing file was read")
            return
        }
    }

    @Test("Without openat2 a path is walked name by name, and no link on the way is followed")
    func walk() throws {
        let outside = try ScratchFolder()
        try outside.write("secret.txt", "secret")
        let folder = try ScratchFolder()
        try folder.write("d/e/a.txt", "text")
        symlink(outside.path.string, folder("d/out").string)
        let root = try Descriptor.folder(folder.path)
        func open(_ path: String, _ flags: CInt = O_RDONLY) throws {
            _ = try LiveFilesystem.walk(root.rawValue, Array(path.utf8), flags, RelativePath(path))
        }
        try open("d/e/a.txt")
        try open("d/e", O_RDONLY | O_DIRECTORY)
        #expect(throws: SystemFailure.self) { try open("d/out/secret.txt") }
        #expect(throws: SystemFailure.self) { try open("d/out", O_RDONLY | O_DIRECTORY) }
        #expect(throws: SystemFailure.self) { try open("d/out") }
        #expect(throws: SystemFailure.self) { try open("d/none/a.txt") }
    }

    @Test("A path longer than PATH_MAX is walked")
    func deepTree() throws {
        let folder = try ScratchFolder()
        let name = String(repeating: "d", count: 200)
        // mkdir(2) takes no such path at once, so the folders are made from inside.
        var current = open(folder.path.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        for _ in 0..<30 {
            #expect(mkdirat(current, name, 0o755) == 0)
            let next = openat(current, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            close(current)
            current = next
        }
        let file = openat(current, "f.txt", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        #expect(write(file, "deep", 4) == 4)
        close(file)
        close(current)
        let path = RelativePath(Array(repeating: name, count: 30).joined(separator: "/"))
        let files = try LiveFilesystem(root: folder.path)
        #expect(try files.list(path, from: nil, limit: 10).entries.map(\.name) == [Array("f.txt".utf8)])
        guard case .bytes(let bytes, _, _) = try files.readStable(path.appending(Array("f.txt".utf8)), limit: 10) else {
            Issue.record("the deep file was not read")
            return
        }
        #expect(bytes == Array("deep".utf8))
    }
}
