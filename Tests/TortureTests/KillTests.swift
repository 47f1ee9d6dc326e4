import Foundation
import Support
import Testing

@Suite("Killed anywhere", .serialized, .deadline(minutes: 120))
struct KillTests {
    /// Rounds that one index lives through.
    private static let life = 10

    @Test("Killed at any moment, it loses nothing, doubles nothing, and goes on")
    func killedAnywhere() async throws {
        var rounds: [Campaign.Round] = []
        var seed = Amount.seed
        while rounds.count < Amount.kills {
            rounds += try await Campaign(seed: seed).run(min(Self.life, Amount.kills - rounds.count))
            seed += 1
        }
        #expect(rounds.flatMap(\.violations) == [])
        #expect(rounds.count == Amount.kills)
        if Amount.isAll { Self.tell(rounds) }
    }

    private static func tell(_ rounds: [Campaign.Round]) {
        print("killed while  rounds  violations  ready after, ms: median  longest")
        for phase in Campaign.Phase.allCases {
            let own = rounds.filter { $0.phase == phase }
            let times = own.map { Int($0.secondsToReady * 1000) }.sorted()
            let cells = [
                String(own.count), String(own.reduce(0) { $0 + $1.violations.count }),
                times.isEmpty ? "-" : String(times[times.count / 2]), times.last.map(String.init) ?? "-",
            ]
            print(
                zip([phase.rawValue] + cells, [12, 8, 12, 25, 9]).map { text, width in
                    text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
                }
                .joined()
            )
        }
        print("seed \(Amount.seed): \(rounds.count) rounds")
    }
}
