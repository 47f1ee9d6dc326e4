import Dispatch
import Glibc
import Platform
import Support
import Synchronization
import SystemPackage
import Testing

@Suite("What tells that memory is short", .deadline) struct MemoryPressureTests {
    private static let queue = DispatchQueue(label: "test")

    @Test("What is said on a FIFO is a sign, again and again, and who goes is no end")
    func fifo() async throws {
        let folder = try ScratchFolder()
        let path = folder("pressure")
        #expect(mkfifo(path.string, 0o600) == 0)
        let pressure = try MemoryPressure(path, trigger: MemoryPressure.usualTrigger)
        let signs = Signs()
        let source = pressure.signs(on: Self.queue, signs.note)
        for _ in 0..<3 {
            // Its own trigger was not taken for one.
            let next = signs.next()
            let number = open(path.string, O_WRONLY | O_CLOEXEC)
            #expect(write(number, "!", 1) == 1)
            close(number)
            #expect(await next.value == .isShort)
        }
        source.cancel()
    }

    @Test("A socket is given the trigger, what is said there is a sign, and hanging up is the end")
    func socket() async throws {
        let folder = try ScratchFolder()
        let listener = try UnixSocket.listen(at: folder("pressure"), mode: 0o600)
        let pressure = try MemoryPressure(folder("pressure"), trigger: Array("some 1 2\0".utf8))
        guard let near = try UnixSocket.accept(listener.rawValue) else {
            Issue.record("nobody called")
            return
        }
        var heard = [UInt8](repeating: 0, count: 64)
        let count = read(near.rawValue, &heard, heard.count)
        #expect(Array(heard.prefix(max(0, count))) == Array("some 1 2\0".utf8))
        let signs = Signs()
        let source = pressure.signs(on: Self.queue, signs.note)
        let first = signs.next()
        #expect(write(near.rawValue, "!", 1) == 1)
        #expect(await first.value == .isShort)
        let last = signs.next()
        shutdown(near.rawValue, CInt(SHUT_RDWR))
        #expect(await last.value == .ended)
        source.cancel()
    }

    @Test("A file that only has the name is refused, and nothing is written to it")
    func otherFile() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("memory.pressure", "mine")
        let failure = #expect(throws: SystemFailure.self) {
            _ = try MemoryPressure(path, trigger: MemoryPressure.usualTrigger)
        }
        #expect(failure?.errno == .notSupported)
        #expect(try readWhole(path, limit: 64) == Array("mine".utf8))
        #expect(throws: SystemFailure.self) { _ = try MemoryPressure(folder("nothing"), trigger: []) }
    }

    @Test(
        "The kernel takes the usual trigger",
        .enabled(if: access("/proc/pressure/memory", W_OK) == 0, "this kernel tells of no pressure")
    )
    func kernel() throws {
        let last = try #require(MemoryPressure.usualPlaces.last)
        let pressure = try MemoryPressure(last, trigger: MemoryPressure.usualTrigger)
        #expect(pressure.path == "/proc/pressure/memory")
        // It is polled for what is urgent: that it can be read is no sign.
        let signs = Signs()
        let source = pressure.signs(on: Self.queue, signs.note)
        Self.queue.sync {}
        source.cancel()
    }
}

/// Hands each sign to who waits for it.
private final class Signs: Sendable {
    private let waiting = Mutex<Event<MemoryPressure.Sign>?>(nil)

    func next() -> Event<MemoryPressure.Sign> {
        let event = Event<MemoryPressure.Sign>()
        waiting.withLock { $0 = event }
        return event
    }

    var note: @Sendable (MemoryPressure.Sign) -> Void {
        { [self] sign in waiting.withLock { $0 }?.happen(sign) }
    }
}
