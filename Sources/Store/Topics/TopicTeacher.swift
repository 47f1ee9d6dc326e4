import Analysis
import Documents
import Synchronization

/// What users taught of topics, as it stands: replayed from the decisions when the store opens, then kept up to date.
final class TopicTeacher: Sendable {
    private struct State {
        var own: [OwnTopic]
        var taught: TaughtTopics
        /// The number of the last entry of the list of labels.
        var last: Int64
    }

    /// Older labels teach nothing any more after the next start; they stay in the list. A replay takes 11 microseconds each.
    static let mostLabels = 16_384

    private let decisions: Decisions
    private let state: Mutex<State>
    /// What words are common, and the last text of the index when that was found out.
    private let background = Mutex<(words: TopicBackground, last: Int64)?>(nil)
    /// Held while the list and what came of it change together.
    private let changing = Mutex(())

    init(own: [OwnTopic], decisions: Decisions) throws(StoreFailure) {
        self.decisions = decisions
        state = Mutex(try Self.replay(own, decisions))
    }

    /// The same labels in the same order give the same.
    private static func replay(_ own: [OwnTopic], _ decisions: Decisions) throws(StoreFailure) -> State {
        let (labels, last) = try decisions.labels(newest: mostLabels)
        var taught = TaughtTopics(own)
        for label in labels { taught.learn(label) }
        return State(own: own, taught: taught, last: last)
    }

    var taught: TaughtTopics { state.withLock { $0.taught } }

    /// Tells what was taught at one time from what was taught at another: a hash over the own topics and the labels.
    var generation: Int64 {
        let (own, last) = state.withLock { ($0.own, $0.last) }
        guard !own.isEmpty || last != 0 else { return 0 }
        let text = own.map { ([$0.id, $0.name] + $0.seeds).joined(separator: "\0") }.joined(separator: "\0\0")
        return Int64(bitPattern: ContentHash(of: Array("\(TopicExample.version) \(last) \(text)".utf8)).high)
    }

    /// - Returns: `nil` when it is not known, or the index has doubled since.
    func background(upTo last: Int64) -> TopicBackground? {
        background.withLock { known in known.flatMap { last <= 2 * $0.last ? $0.words : nil } }
    }

    func keep(_ words: TopicBackground, upTo last: Int64) { background.withLock { $0 = (words, last) } }

    /// Other own topics from now on.
    func set(_ own: [OwnTopic]) throws(StoreFailure) {
        try changing.withLock { _ throws(StoreFailure) in
            guard state.withLock({ $0.own }) != own else { return }
            let new = try Self.replay(own, decisions)
            state.withLock { $0 = new }
        }
    }

    /// Keeps a label, durably, and learns it. One that was given before changes nothing.
    func add(_ label: TopicLabel, at: Int64) throws(StoreFailure) {
        try changing.withLock { _ throws(StoreFailure) in
            let before = taught.label(of: label.article, topic: label.topic)
            guard before != label.isOfTopic else { return }
            let last = try decisions.append(
                LabelEntry(
                    article: label.article,
                    topic: label.topic,
                    says: label.isOfTopic,
                    at: at,
                    lesson: Lesson.encoded(modelled: label.modelled, label.example)
                )
            )
            guard before == nil else { return try replay() }
            state.withLock {
                $0.taught.learn(label)
                $0.last = last
            }
        }
    }

    /// Withdraws labels of an article, durably, and unlearns them.
    ///
    /// - Parameter topic: of this topic alone; `nil` for all.
    /// - Returns: the topics whose labels there were.
    func remove(_ article: LabelledArticle, topic: String?, at: Int64) throws(StoreFailure) -> [String] {
        try changing.withLock { _ throws(StoreFailure) in
            let topics = taught.labelledTopics(of: article).filter { topic == nil || $0 == topic }
            guard !topics.isEmpty else { return [] }
            for topic in topics {
                let entry = LabelEntry(article: article, topic: topic, says: nil, at: at, lesson: [])
                _ = try decisions.append(entry)
            }
            try replay()
            return topics
        }
    }

    /// What was learned cannot be taken back by itself: all others are learned anew.
    private func replay() throws(StoreFailure) {
        let new = try Self.replay(state.withLock { $0.own }, decisions)
        state.withLock { $0 = new }
    }
}
