import Foundation
import Glibc
import Support
import SystemPackage
import Testing

@Suite("When memory is short", .deadline)
struct MemoryTests {
    @Test("Workers that wait are ended, the log says so once, and files are found as ever")
    func short() async throws {
        let folder = try ScratchFolder()
        let fifo = folder("pressure").string
        #expect(mkfifo(fifo, 0o600) == 0)
        let service = try await Service(environment: ["MEMORY_PRESSURE_WATCH": fifo, "MEMORY_PRESSURE_WRITE": "IQ=="]) {
            for number in 0..<300 { try $0.write("corpus/f\(number).txt", "A marmot of number\(number).\n") }
        }
        try await service.sync()
        #expect(try await memory(of: service) == (fifo, false))
        let workers = Processes.children(of: service.daemon.identifier)
        #expect(!workers.isEmpty)
        try Self.say(fifo)
        #expect(await service.daemon.complaint.has("Memory is short"))
        for worker in workers { while Processes.look(worker) != nil { await Blocking.pause() } }
        #expect(try await memory(of: service) == (fifo, true))
        #expect(try await service.ctl("status").output.contains("the machine is short of it"))
        for number in 0..<300 { try service.scratch.write("corpus/g\(number).txt", "A badger of number\(number).\n") }
        try Self.say(fifo)
        try await service.sync()
        #expect(try await service.found("badger").count == 300)
        #expect(try await service.found("marmot").count == 300)
        let metrics = try await service.ctl("metrics").output
        #expect(metrics.contains("corpusd_memory_short 1\n"))
        #expect(metrics.contains("corpusd_memory_watched 1\n"))
        #expect(await service.end() == 0)
        let told = await service.daemon.complaint.all.value
        // Once for each time that it became short: on a slow machine it sufficed between the two signs.
        #expect((2...3).contains(told.components(separatedBy: "Memory is short").count))
    }

    @Test(
        "What cannot be watched is told, and the service runs without; /dev/null wants it off",
        arguments: [("/nowhere/pressure", true), ("/etc/passwd", true), ("/dev/null", false)]
    )
    func unwatched(path: String, isTold: Bool) async throws {
        let service = try await Service(environment: ["MEMORY_PRESSURE_WATCH": path]) {
            try $0.write("corpus/a.txt", "A marmot.")
        }
        try await service.sync()
        if isTold { #expect(await service.daemon.complaint.has("is not watched")) }
        #expect(try await memory(of: service) == (nil, nil))
        #expect(try await service.ctl("status").output.contains("nothing tells when it is short"))
        #expect(await service.end() == 0)
        #expect(await service.daemon.complaint.all.value.contains("is not watched") == isTold)
    }

    private func memory(of service: Service) async throws -> (String?, Bool?) {
        let status = try #require(service.objects(try await service.ctl("status", "--json").output).first)
        let memory = try #require(status["memory"] as? [String: Any])
        return (memory["watched"] as? String, memory["isShort"] as? Bool)
    }

    private static func say(_ fifo: String) throws {
        let number = open(fifo, O_WRONLY | O_CLOEXEC)
        #expect(number >= 0 && write(number, "!", 1) == 1)
        close(number)
    }
}
