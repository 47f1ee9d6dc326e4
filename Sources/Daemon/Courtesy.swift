import Dispatch
import Platform
import Synchronization

/// Lets questions go first: while one is being answered, what a bulk load computes in this process waits for it.
///
/// The intake asks between two files, and the writer some times an article (`ArticleStore`, `breathe`). Single files are not held
/// up: they are to be found at once.
final class Courtesy: Sendable {
    enum Limits {
        /// With fewer files under way there is no bulk load. A question takes a few milliseconds, and those files half a second.
        static let bulkFiles = 128
        /// After an answer its client often has another question, which finds the processors free.
        static let linger = DispatchTimeInterval.milliseconds(2)
        /// Most questions are answered within this. Then the intake goes on for a quarter of it beside them, so that it has a fifth
        /// of the time however many ask.
        static let patience: Int64 = 20_000_000
        static let turn: Int64 = 5_000_000
    }

    private let patience: Int64
    private let turn: Int64
    private let isBulk = Atomic(false)
    private let questions = Atomic(0)
    /// Of its own: on a shared one it would wait behind the intake, and that for it.
    private static let queue = DispatchQueue(label: "corpusd.courtesy")
    /// Entered by each question.
    private let answering = DispatchGroup()
    /// Until then nobody waits; steady clock.
    private let ownTurnEnds = Atomic<Int64>(0)

    /// - Parameters: in nanoseconds.
    ///   - patience: how long a question is waited for.
    ///   - turn: how long none is waited for after that.
    init(patience: Int64 = Limits.patience, turn: Int64 = Limits.turn) {
        self.patience = patience
        self.turn = turn
    }

    /// Whether the intake waits for nobody now.
    var hasOwnTurn: Bool { Clock.steady() < ownTurnEnds.load(ordering: .relaxed) }

    var hasBulk: Bool { isBulk.load(ordering: .relaxed) }

    /// - Returns: whether a bulk load begins with that.
    @discardableResult
    func set(isBulk: Bool) -> Bool { !self.isBulk.exchange(isBulk, ordering: .relaxed) && isBulk }

    /// Answers a question.
    func answering<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
        begin()
        defer { end() }
        try body()
    }

    private func begin() {
        answering.enter()
        questions.add(1, ordering: .relaxed)
    }

    private func end() {
        guard hasBulk else { return leave() }
        Self.queue.asyncAfter(deadline: .now() + Limits.linger) { [self] in leave() }
    }

    private func leave() {
        questions.subtract(1, ordering: .relaxed)
        answering.leave()
    }

    /// Waits for questions, within bounds. Cost: one load when there are none.
    func giveWay() {
        guard questions.load(ordering: .relaxed) > 0, hasBulk, !hasOwnTurn,
            answering.wait(timeout: .now() + .nanoseconds(Int(patience))) == .timedOut
        else { return }
        ownTurnEnds.store(Clock.steady() + turn, ordering: .relaxed)
    }
}
