import Platform
import Support
import Synchronization
import Testing

@testable import Watch

/// What differs from what is known, told apart from what others change meanwhile.
@Suite(.serialized, .deadline)
struct VerifyingTests {
    @Test("A verification counts what no hint told, and nothing of what changes while it goes on")
    func verification() async throws {
        let steps = SteppedClock()
        let deafness = Deafness()
        let watched = try Watched(timing: steps.timing, deafness: deafness)
        await watched.settle()
        #expect(await watched.verify() == 0)
        deafness.isDeaf = true
        try watched.folder.write("d2/new.txt", "x")
        try watched.folder.write("d3/f.txt", "another text")
        watched.folder.remove("d4/f.txt")
        try watched.folder.write("d5/below/new.txt", "x")
        await watched.run()
        deafness.isDeaf = false
        steps.advance(by: 1_000_000_000)
        try watched.folder.write("d6/heard.txt", "x")
        try watched.folder.write("d7/f.txt", "another text")
        watched.folder.remove("d8/f.txt")
        try watched.folder.write("d9/below/heard.txt", "x")
        watched.folder.remove("d10")
        try watched.folder.move("d11", "moved")
        #expect(await watched.verify() == 4)
        #expect(watched.follower.present.isSuperset(of: ["d2/new.txt", "d5/below/new.txt", "d9/below/heard.txt"]))
        #expect(watched.follower.present.contains("moved/f.txt"))
        #expect(!watched.follower.present.contains("d4/f.txt"))
        #expect(watched.watcher.status.auditFindings == 0)
        #expect(await watched.verify() == 0)
        watched.watcher.stop()
    }

    @Test("When hints are lost meanwhile, nobody can say what one would have told of")
    func lostHints() {
        var verification = Verification(folders: [.root], now: 0)
        #expect(verification.found == 0)
        verification.suspect([RelativePath("a.txt"), RelativePath("b.txt")])
        verification.acquit(RelativePath("b.txt"))
        #expect(verification.found == 1)
        verification.end()
        verification.suspect([RelativePath("c.txt")])
        #expect(verification.found == nil)
    }

    @Test("While others write, move and delete without a rest, a verification finds nothing wrong")
    func verificationOfBusy() async throws {
        let watched = try Watched { folder in
            for index in 0..<300 { try folder.write("d\(index % 30)/f\(index).txt", "x") }
        }
        await watched.settle()
        let ended = Event<Void>()
        Blocking.begin { [folder = watched.folder] in
            var random = Seeded(1)
            for number in 0..<Sanitizer.some(of: 4_000, instead: 800) {
                let name = "d\(Int.random(in: 0..<30, using: &random))"
                switch number % 5 {
                case 0: _ = try? folder.write("\(name)/n\(number % 50).txt", "x")
                case 1: _ = try? folder.write("\(name)/f\(number % 300).txt", "text \(number)")
                case 2: folder.remove("\(name)/f\(number % 300).txt")
                case 3: _ = try? folder.write("new\(number % 40)/below/n.txt", "x")
                default: try? folder.move(name, "d\(Int.random(in: 30..<60, using: &random))")
                }
            }
            ended.happen(())
        }
        repeat { #expect(await watched.verify() == 0) } while !ended.hasHappened
        #expect(await watched.verify() == 0)
        watched.watcher.stop()
    }
}
