import Foundation
import Support
import Testing

@testable import Store

/// A device of its own, made and mounted for one test; only root can, elsewhere the tests are left out.
@Suite("Devices that refuse", .enabled(if: geteuid() == 0 && Device.works), .deadline)
struct DeviceTests {
    private static func text(_ name: String) -> String {
        "Title\n" + (0..<300).map { "word\(name)x\($0)" }.joined(separator: " ")
    }

    @Test("On a full device nothing is lost, and the same batch is taken once there is room")
    func full() throws {
        let device = try Device(megabytes: 4)
        let library = try Library(in: device.folder)
        var batches = (0..<60).map { batch in (0..<20).map { "b\(batch)/f\($0)" } }
        var taken: [String] = []
        var failure: StoreFailure?
        while failure == nil, let batch = batches.first {
            do throws(StoreFailure) {
                _ = try library.store.apply(batch.map { library.read($0, Self.text($0)) })
                taken += batch
                batches.removeFirst()
            } catch {
                failure = error
            }
        }
        #expect(failure?.kind == .full)
        let refused = try #require(batches.first)
        #expect(throws: StoreFailure.self) {
            try library.store.apply(refused.map { library.read($0, Self.text($0)) })
        }
        #expect(Set(try library.paths("title")) == Set(taken))
        try device.remount("size=200m")
        _ = try library.store.apply(refused.map { library.read($0, Self.text($0)) })
        #expect(Set(try library.paths("title")) == Set(taken + refused))
        #expect(library.store.damage == nil)
        try library.expectSound()
        try library.store.close()
    }

    @Test("A damaged index answers on a full device too, and is built anew once there is room")
    func fullAndDamaged() throws {
        let device = try Device(megabytes: 8)
        let library = try Library(in: device.folder)
        let names = (0..<40).map { "f\($0)" }
        _ = try library.store.apply(names.map { library.read($0, Self.text($0)) })
        let filler = open(device.folder.appendingPathComponent("filler").path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(filler) }
        let some = [UInt8](repeating: 0, count: 4_096)
        while write(filler, some, some.count) > 0 {}
        library.store.noteDamage("as a test says", of: library.store.current)
        for _ in 0..<2 {
            let failure = #expect(throws: StoreFailure.self) { try library.store.beginRebuild() }
            #expect(failure?.kind == .full)
            #expect(Set(try library.paths("title")) == Set(names))
            #expect(#expect(throws: StoreFailure.self) { try library.store.tally() }?.kind == .full)
        }
        ftruncate(filler, 0)
        try library.store.beginRebuild()
        _ = try library.store.apply(names.map { library.read($0, Self.text($0)) })
        try library.store.finishRebuild()
        #expect(library.store.damage == nil)
        #expect(Set(try library.paths("title")) == Set(names))
        try library.expectSound()
        try library.store.close()
    }

    @Test("What may only be read is told as that, and works again when it may be written")
    func readOnly() throws {
        let device = try Device(megabytes: 50)
        let library = try Library(in: device.folder)
        _ = try library.store.apply([library.read("a", Self.text("a"))])
        try library.store.close()
        try device.remount("ro")
        let failure = #expect(throws: StoreFailure.self) { try library.open() }
        #expect(failure?.kind == .readOnly)
        try device.remount("rw")
        try library.open()
        #expect(library.store.damage == nil)
        #expect(try library.paths("title") == ["a"])
        _ = try library.store.apply([library.read("b", Self.text("b"))])
        #expect(try library.paths("title").count == 2)
        try library.store.close()
    }

    @Test(
        "A file that may only be read when it is opened is told as that, and is not kept open so",
        arguments: ["index.sqlite", "decisions.sqlite"],
        ["", "-wal", "-shm"]
    )
    func fileReadOnly(name: String, suffix: String) throws {
        let device = try Device(megabytes: 50)
        let library = try Library(in: device.folder)
        _ = try library.store.apply([library.read("a", Self.text("a"))])
        let file = library.folder.appendingPathComponent(name + suffix).path
        // What a kill leaves goes with an orderly end.
        let left = try #require(FileManager.default.contents(atPath: file))
        try library.store.close()
        if !suffix.isEmpty { try #require(FileManager.default.createFile(atPath: file, contents: left)) }
        try Device.forbidWriting(file)
        let failure = #expect(throws: StoreFailure.self) { try library.open() }
        #expect(failure?.kind == .readOnly)
        #expect(failure?.path.hasSuffix(name) == true)
        try Device.allowWriting(file)
        try library.open()
        _ = try library.store.apply([library.read("b", Self.text("b"))])
        #expect(try library.paths("title").count == 2)
        try library.store.close()
    }
}

/// A file system in memory, below a temporary folder, that goes with its last user.
final class Device {
    let folder: URL

    /// In a container root may not be allowed to mount.
    static let works: Bool = (try? Device(megabytes: 1)) != nil

    init(megabytes: Int) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("device-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
            try FileManager.default.removeItem(at: folder)
            throw POSIXError(.EPERM)
        }
    }

    func remount(_ options: String) throws {
        let flags = UInt(MS_REMOUNT) | (options == "ro" ? UInt(MS_RDONLY) : 0)
        let data = options.hasPrefix("size") ? options : ""
        // A process that another test starts holds our descriptors until it is the program that it becomes.
        for _ in 0..<10_000 {
            if mount("tmpfs", folder.path, "tmpfs", flags, data) == 0 { return }
            guard errno == EBUSY else { break }
            Blocking.pause()
        }
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }

    /// One file alone, by a mount on itself: the folder may be written.
    static func forbidWriting(_ file: String) throws {
        let isDone =
            mount(file, file, nil, UInt(MS_BIND), nil) == 0
            && mount(nil, file, nil, UInt(MS_REMOUNT) | UInt(MS_BIND) | UInt(MS_RDONLY), nil) == 0
        guard isDone else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    static func allowWriting(_ file: String) throws {
        guard umount2(file, CInt(MNT_DETACH)) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
    }

    deinit {
        umount2(folder.path, CInt(MNT_DETACH))
        try? FileManager.default.removeItem(at: folder)
    }
}
