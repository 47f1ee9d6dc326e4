/// How many files are in which state.
package struct FileCounts: Codable, Equatable, Sendable {
    /// Searchable.
    package var indexed: Int
    /// Known, and not yet read as they are now.
    package var waiting: Int
    /// Could not be read; tried again by themselves.
    package var failed: Int
    /// Hold nothing that is indexed; looked at again when they change.
    package var skipped: Int
    /// Harmed their reader; read again when their bytes change.
    package var quarantined: Int

    package init(
        indexed: Int,
        waiting: Int,
        failed: Int,
        skipped: Int,
        quarantined: Int
    ) {
        self.indexed = indexed
        self.waiting = waiting
        self.failed = failed
        self.skipped = skipped
        self.quarantined = quarantined
    }
}

/// One stage of a file's way to the index.
package struct Stage: Codable, Equatable, Sendable {
    /// `look`, `read` or `write`.
    package var name: String
    /// Files that wait for this stage.
    package var waiting: Int
    /// Files in it now.
    package var running: Int
    /// Files that passed it since the service started.
    package var done: Int
    /// Files that failed in it since the service started.
    package var failed: Int
    /// Files that pass it, averaged over the last seconds.
    package var perSecond: Double
    /// Until nothing waits for it; null when nothing waits or nobody knows.
    @Nullable package var secondsLeft: Int?

    package init(
        name: String,
        waiting: Int,
        running: Int,
        done: Int,
        failed: Int,
        perSecond: Double,
        secondsLeft: Int? = nil
    ) {
        self.name = name
        self.waiting = waiting
        self.running = running
        self.done = done
        self.failed = failed
        self.perSecond = perSecond
        self.secondsLeft = secondsLeft
    }
}

/// The file that has waited longest.
package struct OldestWaiting: Codable, Equatable, Sendable {
    /// Its path, when it is valid UTF-8.
    @Nullable package var path: String?
    /// Its path in Base64, when it is not.
    @Nullable package var pathBase64: String?
    /// How long it has waited.
    package var seconds: Double

    package init(
        path: String? = nil,
        pathBase64: String? = nil,
        seconds: Double
    ) {
        self.path = path
        self.pathBase64 = pathBase64
        self.seconds = seconds
    }
}

/// Folders that are looked at from time to time, for one reason.
package struct Polling: Codable, Equatable, Sendable {
    /// A word for programs.
    package var reason: String
    package var folders: Int
    /// What would end it; null where nothing need be done.
    @Nullable package var remedy: String?

    package init(reason: String, folders: Int, remedy: String? = nil) {
        self.reason = reason
        self.folders = folders
        self.remedy = remedy
    }
}

/// How the folder is watched.
package struct WatchStatus: Codable, Equatable, Sendable {
    /// Folders that are known, the corpus itself included.
    package var folders: Int
    /// Folders that are looked at from time to time, for want of a watch.
    package var polled: Int
    /// How often the kernel's queue of events was full.
    package var overflows: Int
    /// How often folders were listed again because of that.
    package var rescans: Int
    /// Watches that this user may have; null when unknown.
    @Nullable package var limit: Int?
    /// What the administrator can do, when something should be done.
    @Nullable package var remedy: String?
    /// Watches of the kernel's that are in use.
    @Nullable package var watches: Int?
    /// Why folders are polled.
    @Nullable package var polling: [Polling]?
    /// Folders that stand empty in place of others.
    @Nullable package var held: Int?
    /// How often all folders were compared in passing, and what that found.
    @Nullable package var audits: Int?
    @Nullable package var auditFindings: Int?

    package init(
        folders: Int,
        polled: Int,
        overflows: Int,
        rescans: Int,
        limit: Int? = nil,
        remedy: String? = nil,
        watches: Int? = nil,
        polling: [Polling]? = nil,
        held: Int? = nil,
        audits: Int? = nil,
        auditFindings: Int? = nil
    ) {
        self.folders = folders
        self.polled = polled
        self.overflows = overflows
        self.rescans = rescans
        self.limit = limit
        self.remedy = remedy
        self.watches = watches
        self.polling = polling
        self.held = held
        self.audits = audits
        self.auditFindings = auditFindings
    }
}

/// The index at rest.
package struct IndexStatus: Codable, Equatable, Sendable {
    /// Its size on disk.
    package var bytes: Int
    /// The version of its tables.
    package var schema: Int
    /// The version of what is concluded from an article.
    package var analysisVersion: Int
    /// Contents that are to be read again, by a later version or because somebody asked: searchable meanwhile.
    @Nullable package var outdated: Int?
    /// The index was damaged and is being built anew.
    @Nullable package var isRebuilding: Bool?

    package init(
        bytes: Int,
        schema: Int,
        analysisVersion: Int,
        outdated: Int? = nil,
        isRebuilding: Bool? = nil
    ) {
        self.bytes = bytes
        self.schema = schema
        self.analysisVersion = analysisVersion
        self.outdated = outdated
        self.isRebuilding = isRebuilding
    }
}

/// The processes that parse files, apart from the one that holds the index.
package struct WorkersStatus: Codable, Equatable, Sendable {
    package var running: Int
    /// How often one had to be started anew, because it crashed or took too long.
    package var restarts: Int
    /// What keeps them from all but their work.
    package var confinement: [String]
    /// How many processors a bulk load leaves to others at present, because they compute; null while there is none, or nothing
    /// tells of others.
    @Nullable package var processorsSpared: Int?

    package init(running: Int, restarts: Int, confinement: [String], processorsSpared: Int? = nil) {
        self.running = running
        self.restarts = restarts
        self.confinement = confinement
        self.processorsSpared = processorsSpared
    }
}

/// What the service takes of the machine's memory.
package struct MemoryStatus: Codable, Equatable, Sendable {
    /// Resident memory of its processes.
    package var residentBytes: Int
    /// The file that tells when memory is short; null where nothing does.
    @Nullable package var watched: String?
    /// Memory is short: caches are given back, and little is read at once. Null where nothing tells.
    @Nullable package var isShort: Bool?

    package init(
        residentBytes: Int,
        watched: String? = nil,
        isShort: Bool? = nil
    ) {
        self.residentBytes = residentBytes
        self.watched = watched
        self.isShort = isShort
    }
}

/// Something that someone should know about.
package struct StatusProblem: Codable, Equatable, Sendable {
    /// The file it is about, when its path is valid UTF-8; null when it is about the whole.
    @Nullable package var path: String?
    /// The file's path in Base64, when it is not valid UTF-8.
    @Nullable package var pathBase64: String?
    /// What is wrong.
    package var reason: String
    /// What would end it.
    @Nullable package var remedy: String?

    package init(
        path: String? = nil,
        pathBase64: String? = nil,
        reason: String,
        remedy: String? = nil
    ) {
        self.path = path
        self.pathBase64 = pathBase64
        self.reason = reason
        self.remedy = remedy
    }
}

/// The whole state, as one object.
package struct Status: Codable, Equatable, Sendable {
    /// The meaning of these fields: 1.
    package var schemaVersion: Int
    /// `starting`, `scanning`, `busy`, `idle`, `paused`, `degraded` or `stopping`.
    package var state: String
    /// The service's version.
    package var version: String
    /// When it started.
    package var since: String
    /// The folder that is watched, absolute.
    package var corpus: String
    /// Articles that a search can find.
    package var articles: Int
    /// Those of them in which no topic was found.
    @Nullable package var unknownTopics: Int?
    /// Stories they were joined to.
    package var stories: Int
    /// The number of the last commit.
    package var sequence: String
    /// Files by state.
    package var files: FileCounts
    /// The stages of the way to the index, in order.
    package var stages: [Stage]
    /// Until nothing waits, at the present rate; null when nothing waits or nobody knows.
    @Nullable package var secondsLeft: Int?
    /// The file that has waited longest; null when none waits.
    @Nullable package var oldestWaiting: OldestWaiting?
    /// How the folder is watched.
    package var watch: WatchStatus
    /// The index at rest.
    package var index: IndexStatus
    /// Memory in use.
    package var memory: MemoryStatus
    /// The processes that parse files; null where they are parsed in this one.
    @Nullable package var workers: WorkersStatus?
    /// What is wrong with the whole comes first, then a few files that failed.
    package var problems: [StatusProblem]

    package init(
        schemaVersion: Int = 1,
        state: String,
        version: String,
        since: String,
        corpus: String,
        articles: Int,
        unknownTopics: Int? = nil,
        stories: Int,
        sequence: String,
        files: FileCounts,
        stages: [Stage] = [],
        secondsLeft: Int? = nil,
        oldestWaiting: OldestWaiting? = nil,
        watch: WatchStatus,
        index: IndexStatus,
        memory: MemoryStatus,
        workers: WorkersStatus? = nil,
        problems: [StatusProblem] = []
    ) {
        self.schemaVersion = schemaVersion
        self.state = state
        self.version = version
        self.since = since
        self.corpus = corpus
        self.articles = articles
        self.unknownTopics = unknownTopics
        self.stories = stories
        self.sequence = sequence
        self.files = files
        self.stages = stages
        self.secondsLeft = secondsLeft
        self.oldestWaiting = oldestWaiting
        self.watch = watch
        self.index = index
        self.memory = memory
        self.workers = workers
        self.problems = problems
    }
}

/// What Describe answers.
package struct DescribeReply: Codable, Equatable, Sendable {
    package var status: Status

    package init(
        status: Status
    ) {
        self.status = status
    }
}

/// What Sync is called with.
package struct SyncCall: Codable, Equatable, Sendable {
    /// How long to wait, in milliseconds; null waits for as long as it takes.
    @Nullable package var timeoutMs: Int?

    package init(
        timeoutMs: Int? = nil
    ) {
        self.timeoutMs = timeoutMs
    }
}

/// What Sync answers.
package struct SyncReply: Codable, Equatable, Sendable {
    /// The commit that holds the last of these files.
    package var sequence: String
    /// How many files were waited for.
    package var settled: Int

    package init(
        sequence: String,
        settled: Int
    ) {
        self.sequence = sequence
        self.settled = settled
    }
}
