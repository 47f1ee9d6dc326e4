import Analysis
import Control
import Platform
import Store
import SystemPackage
import Watch

// What the running service consists of, and how it is put together.
extension CorpusDaemon {
    /// What is put together when the service starts; all of it lasts as long as the process.
    struct Parts {
        let pipeline: Pipeline
        let custodian: Custodian
        let teller: Teller
        let answers: Answers
        let coverage: Coverage
        let memory: MemoryRelief
    }

    func assemble(_ parsers: ParserPool) -> Parts {
        let (configuration, store, watcher) = (configuration, store, watcher)
        let tallies = Tallies(store: store)
        let coverage = Coverage(store: store, tallies: tallies)
        let audience = Audience()
        let followers = Followers(store: store, coverage: coverage, audience: audience)
        let whenChanged: @Sendable () -> Void = { [weak self] in
            followers.wake()
            self?.submit { $0.parts?.teller.wake() }
        }
        let refresher = Refresher(store: store, watcher: watcher)
        let neighbours = Neighbours(
            isBulk: { [courtesy] in courtesy.hasBulk },
            hold: { processors in
                processors.holdThisProcess()
                parsers.hold(on: processors)
            },
            whenChanged: whenChanged
        )
        let pipeline = pipeline(parsers, refresher, neighbours, whenChanged)
        let custodian = Custodian(
            store: store,
            watcher: watcher,
            pipeline: pipeline,
            refresher: refresher,
            journal: journal,
            state: configuration.state,
            wasKilled: wasKilled,
            whenChanged: whenChanged
        )
        let memory = MemoryRelief(
            pipeline: pipeline,
            parsers: parsers,
            store: store,
            journal: journal,
            whenChanged: whenChanged
        )
        let instruments = Instruments(
            watcher: watcher,
            pipeline: pipeline,
            store: store,
            tallies: tallies,
            surveys: Surveys(watcher: watcher),
            coverage: coverage,
            parsers: parsers,
            custodian: custodian,
            memory: memory,
            neighbours: neighbours,
            calls: calls,
            audience: audience
        )
        let syncs = Syncs(
            sequence: { (try? store.tally().sequence) ?? 0 },
            outstanding: {
                let status = watcher.status
                return status.waiting + status.taken + status.foldersToList
            }
        )
        let steering = Steering(
            store: store,
            watcher: watcher,
            pipeline: pipeline,
            refresher: refresher,
            verifier: Verifier(
                store: store,
                watcher: watcher,
                pipeline: pipeline,
                custodian: custodian,
                largestFile: configuration.largestFile
            ),
            backup: Backup(store: store, state: configuration.state),
            setPaused: { [weak self] paused, done in self?.submit { $0.set(paused: paused, done) } },
            reload: { [weak self] done in self?.submit { done($0.reload()) } },
            obstacle: { instruments.report().unsettled }
        )
        return Parts(
            pipeline: pipeline,
            custodian: custodian,
            teller: Teller(on: executor, instruments: instruments, syncs: syncs, service: service, journal: journal),
            answers: Answers(
                store: store,
                watcher: watcher,
                syncs: syncs,
                custodian: custodian,
                steering: steering,
                coverage: coverage,
                audience: audience,
                followers: followers,
                courtesy: courtesy,
                describe: { [since] in instruments.status(configuration, since: since) },
                measure: { [since] in instruments.metrics(configuration, since: since) }
            ),
            coverage: coverage,
            memory: memory
        )
    }

    private func pipeline(
        _ parsers: ParserPool,
        _ refresher: Refresher,
        _ neighbours: Neighbours,
        _ whenChanged: @escaping @Sendable () -> Void
    ) -> Pipeline {
        let (configuration, store, watcher, claims, courtesy) = (configuration, store, watcher, Claims(), courtesy)
        return Pipeline(
            watcher: watcher,
            store: store,
            workers: configuration.workers,
            makeWorker: {
                watcher.filesystem.map {
                    FileWorker(
                        filesystem: $0,
                        parser: parsers,
                        store: store,
                        claims: claims,
                        largestFile: configuration.largestFile,
                        annotator: Annotator(topicThreshold: configuration.topicThreshold),
                        giveWay: courtesy.giveWay
                    )
                }
            },
            obstacle: { [self] in
                // A folder that was removed takes the database with it, and what is written goes nowhere.
                if lock.isInPlace { return nil }
                return StoreFailure(
                    .inputOutput,
                    path: configuration.state.string,
                    detail: "the state directory was removed; restart corpusd"
                )
            },
            whenChanged: whenChanged,
            refresh: { refresher.begin() },
            whenBulk: { neighbours.bulkBegins() },
            courtesy: courtesy
        )
    }
}
