import Analysis
import Documents
import Synchronization

/// What users taught of topics, as it stands: replayed from the decisions when the store opens, then kept up to date.
final class TopicTeacher: Sendable {
    private struct State {
        var own: [OwnTopic]
        var folders: FolderTopics
        /// `nil` before they taught for the first time.
        var lessons: FolderTeaching?
        var taught: TaughtTopics
        /// The number of the last entry of the list of labels.
        var last: Int64
        /// Files that came into the folders of a topic, or went from them, since these taught.
        var moved: [String: Int] = [:]
    }

    /// What folders taught last.
    private struct FolderTeaching {
        let labels: [TopicLabel]
        /// How many files they held then, by topic; those that lie in none of them under the empty one, where these were too
        /// few to teach with.
        let files: [String: Int]
        /// Over all that tells these labels from others.
        let hash: ContentHash

        init(_ labels: [TopicLabel], files: [String: Int]) {
            self.labels = labels
            self.files = files
            let lines = labels.map { "\($0.article.hash.high) \($0.article.record) \($0.topic) \($0.isOfTopic)\n" }
            hash = ContentHash(of: Array(lines.joined().utf8))
        }
    }

    /// Older labels teach nothing any more after the next start; what they say of their article holds. A replay takes 11
    /// microseconds each.
    static let mostLabels = 16_384

    private let decisions: Decisions
    private let state: Mutex<State>
    /// What words are common, and the last text of the index when that was found out.
    private let background = Mutex<(words: TopicBackground, last: Int64)?>(nil)
    /// Held while the list and what came of it change together.
    private let changing = Mutex(())

    /// How many texts of the content after one have been brought up: lost with the process, as doing it again is harmless.
    private let halfDone = Mutex<(content: Int64, texts: Int)>((0, 0))

    func position(in content: Int64) -> Int { halfDone.withLock { $0.content == content ? $0.texts : 0 } }

    func keep(position: Int, in content: Int64) { halfDone.withLock { $0 = (content, position) } }

    init(own: [OwnTopic], folders: FolderTopics, decisions: Decisions) throws(StoreFailure) {
        self.decisions = decisions
        state = Mutex(State(own: own, folders: folders, taught: TaughtTopics(), last: 0))
        try replay()
    }

    var taught: TaughtTopics { state.withLock { $0.taught } }
    var folders: FolderTopics { state.withLock { $0.folders } }

    /// Tells what was taught at one time from what was taught at another: a hash over the own topics, the folders, what they
    /// taught, and the labels.
    var generation: Int64 {
        let (own, folders, lessons, last) = state.withLock { ($0.own, $0.folders, $0.lessons, $0.last) }
        guard !own.isEmpty || !folders.isEmpty || last != 0 else { return 0 }
        let topics = own.map { ([$0.id, $0.name] + $0.seeds).joined(separator: "\0") }
        let places = folders.folders.map { "\(String(decoding: $0.path, as: UTF8.self))\0\($0.topic)" }
        var text = "\(TopicExample.version) \(last) \(topics.joined(separator: "\0\0"))"
        if !folders.isEmpty { text += "\0\0\0\(places.joined(separator: "\0\0")) \(lessons?.hash.high ?? 0)" }
        return Int64(bitPattern: ContentHash(of: Array(text.utf8)).high)
    }

    // MARK: Folders

    /// The folders that serve as labels, when they have not taught yet, or hold a quarter more or less of a topic's files than
    /// when they taught last.
    var foldersToLearn: FolderTopics? {
        state.withLock { state in
            guard !state.folders.isEmpty else { return nil }
            guard let files = state.lessons?.files else { return state.folders }
            let isOther = state.moved.contains { topic, moved in files[topic].map { moved * 4 > $0 } ?? !topic.isEmpty }
            return isOther ? state.folders : nil
        }
    }

    /// Whether they have been learned from since they are these.
    var hasLearnedFolders: Bool { state.withLock { $0.folders.isEmpty || $0.lessons != nil } }

    /// A file came into a folder, or went from it.
    func noteFile(in folder: [UInt8]) {
        state.withLock { state in
            guard !state.folders.isEmpty else { return }
            state.moved[state.folders.topic(of: folder) ?? "", default: 0] += 1
        }
    }

    /// What the folders teach from now on, unless they are others meanwhile.
    ///
    /// - Parameter files: as in `FolderTeaching`.
    func set(lessons: [TopicLabel], from folders: FolderTopics, files: [String: Int]) throws(StoreFailure) {
        try changing.withLock { _ throws(StoreFailure) in
            let before = state.withLock { $0 }
            guard before.folders == folders else { return }
            let new = FolderTeaching(lessons, files: files)
            state.withLock { ($0.lessons, $0.moved) = (new, [:]) }
            guard before.lessons?.hash != new.hash else { return }
            do throws(StoreFailure) {
                try replay()
            } catch {
                state.withLock { ($0.lessons, $0.moved) = (before.lessons, before.moved) }
                throw error
            }
        }
    }

    // MARK: Labels

    /// - Returns: `nil` when it is not known, or the index has doubled since.
    func background(upTo last: Int64) -> TopicBackground? {
        background.withLock { known in known.flatMap { last <= 2 * $0.last ? $0.words : nil } }
    }

    func keep(_ words: TopicBackground, upTo last: Int64) { background.withLock { $0 = (words, last) } }

    /// Other own topics and folders from now on.
    func set(_ own: [OwnTopic], _ folders: FolderTopics) throws(StoreFailure) {
        try changing.withLock { _ throws(StoreFailure) in
            let before = state.withLock { state in
                let before = state
                state.own = own
                if state.folders != folders {
                    (state.folders, state.lessons, state.moved) = (folders, nil, [:])
                }
                return before
            }
            guard before.own != own || before.folders != folders else { return }
            do throws(StoreFailure) {
                try replay()
            } catch {
                state.withLock { $0 = before }
                throw error
            }
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
                    words: label.words,
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
            do throws(StoreFailure) {
                for topic in topics {
                    let entry = LabelEntry(article: article, topic: topic, says: nil, at: at, lesson: [])
                    _ = try decisions.append(entry)
                }
            } catch {
                // Some may stand in the list.
                try? replay()
                throw error
            }
            try replay()
            return topics
        }
    }

    /// What was learned cannot be taken back by itself: all others are learned anew. The same in the same order give the same.
    private func replay() throws(StoreFailure) {
        let labels = try decisions.labels(teaching: Self.mostLabels)
        let (own, ofFolders) = state.withLock { ($0.own, $0.lessons?.labels ?? []) }
        let taught = TaughtTopics(
            own,
            labels: labels.said,
            words: labels.words,
            lessons: ofFolders + labels.lessons
        )
        state.withLock { ($0.taught, $0.last) = (taught, labels.last) }
    }
}
