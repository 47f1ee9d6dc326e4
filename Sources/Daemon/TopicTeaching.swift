import Analysis
import Control
import Platform
import Store

/// What users teach of topics: the methods Label, Unlabel and Topics, and what the configuration says.
struct TopicTeaching: Sendable {
    let store: ArticleStore
    let pipeline: Pipeline

    func label(_ call: LabelCall, _ reply: Reply) throws(ControlError) {
        let id = try id(call.id)
        write(reply) { () throws(ControlError) in
            let topic = try topic(call.topic)
            let labelling = try asking { () throws(StoreFailure) in
                try store.label(id, topic: topic, isOfTopic: call.isOfTopic ?? true, at: Clock.wall())
            }
            guard let labelling else { throw .noArticle(call.id) }
            reply.send(
                LabelReply(topic: topic, before: labelling.before, topics: labelling.topics.map { Control.Topic($0) })
            )
        }
    }

    func unlabel(_ call: UnlabelCall, _ reply: Reply) throws(ControlError) {
        let id = try id(call.id)
        write(reply) { () throws(ControlError) in
            // One that there is not any more may have labels all the same.
            let topic = call.topic.map { store.taughtTopics.catalogue.id(named: $0) ?? $0 }
            let undone = try asking { () throws(StoreFailure) in
                try store.unlabel(id, topic: topic, at: Clock.wall())
            }
            guard let undone else { throw .noArticle(call.id) }
            reply.send(
                UnlabelReply(withdrawn: undone.topics, topics: undone.labelling.topics.map { Control.Topic($0) })
            )
        }
    }

    func topics() throws(ControlError) -> TopicsReply {
        let taught = store.taughtTopics
        let catalogue = taught.catalogue
        var articles = try sizes()
        var topics = taught.topics.map { learner in
            TopicReport(
                learner,
                isOwn: taught.isOwn(learner.id),
                articles: articles.removeValue(forKey: learner.id) ?? 0
            )
        }
        topics += articles.map { id, count in
            TopicReport(id: id, name: catalogue.name(of: id) ?? id, own: false, articles: count)
        }
        return TopicsReply(
            topics: topics.sorted { ($1.articles, $0.id) < ($0.articles, $1.id) },
            isBehind: try asking { () throws(StoreFailure) in try store.isBehindTaughtTopics() }
        )
    }

    /// Says which folders of the configuration hold no file: one that is misspelt teaches nothing. For when a scan is complete,
    /// and what is asked to be written is: before that, files may be to come.
    func tellEmptyFolders(_ journal: Journal) {
        pipeline.write { [store] in
            for path in (try? store.emptyLabelFolders()) ?? [] {
                let name = path.isEmpty ? "." : String(decoding: path, as: UTF8.self)
                journal(
                    .warning,
                    "No file lies below '\(name)' of 'label-from-folder'; it teaches nothing until one does"
                )
            }
        }
    }

    /// Other topics of the user's own, and other folders that serve as labels, from now on.
    func set(_ topics: [OwnTopic], _ folders: FolderTopics, _ journal: Journal) {
        pipeline.write { [store, pipeline] in
            do throws(StoreFailure) {
                try store.teach(own: topics, folders: folders)
                pipeline.tend()
            } catch {
                journal(.error, "The topics stay as they were: \(error); 'corpusctl reload' tries again")
            }
        }
    }

    /// How many articles tell each topic that any does.
    private func sizes() throws(ControlError) -> [String: Int] {
        let page: FacetPage
        do throws(SearchFailure) {
            page = try store.facets(FacetRequest("", fields: [.topic], limit: FacetRequest.largestLimit))
        } catch {
            throw ControlError(error, query: "")
        }
        let counts = page.facets.flatMap(\.counts).map { ($0.value, $0.articles) }
        return Dictionary(counts) { first, _ in first }
    }

    /// Between two batches; older articles are brought up afterwards, at rest.
    private func write(_ reply: Reply, _ body: @escaping @Sendable () throws(ControlError) -> Void) {
        pipeline.write { [pipeline] in
            do throws(ControlError) {
                try body()
                pipeline.tend()
            } catch {
                reply.fail(error)
            }
        }
    }

    private func id(_ text: String) throws(ControlError) -> Int64 {
        guard let id = Int64(text) else { throw .noArticle(text) }
        return id
    }

    private func topic(_ name: String) throws(ControlError) -> String {
        let taught = store.taughtTopics
        guard let id = taught.catalogue.id(named: name) else {
            throw .invalidTopic(
                name,
                reason:
                    "there is no such topic; name one of the IPTC's, as sport or medtop:15000000, or add it as [[topic]]"
            )
        }
        guard taught.canTeach(id) else {
            throw .invalidTopic(
                name,
                reason:
                    "\(TaughtTopics.mostTopics) topics are taught already: withdraw the labels of one, or take one out of the configuration"
            )
        }
        return id
    }
}

extension TopicReport {
    fileprivate init(_ learner: TopicLearner, isOwn: Bool, articles: Int) {
        let validation = learner.validation
        self.init(
            id: learner.id,
            name: learner.name,
            own: isOwn,
            articles: articles,
            labels: validation.labels,
            positive: validation.positives,
            accuracy: validation.accuracy,
            precision: validation.precision,
            recall: validation.recall
        )
    }
}
