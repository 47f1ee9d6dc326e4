package import Platform

/// How the watching stands, for the status and for people.
package struct WatchStatus: Sendable {
    /// Folders seen below the root, the root included.
    package var folders = 0
    /// How many watches of the kernel are held.
    package var watches = 0
    /// Folders that are listed from time to time because hints cannot be had, or not be trusted.
    package var polled = 0
    /// How many they are for each reason.
    package var pollReasons: [PollReason: Int] = [:]
    /// How often the kernel's event queue overflowed.
    package var overflows = 0
    /// How often everything was listed again that may have changed unseen.
    package var rescans = 0
    package var foldersToList = 0
    /// Paths noticed and not yet taken; `ready` of them have settled.
    package var waiting = 0
    package var ready = 0
    /// Paths taken and not yet committed.
    package var taken = 0
    /// Paths that failed for a reason that may pass, and are looked at again after a pause.
    package var retrying = 0
    package var isScanning = true
    /// The slow walks over everything that are complete, and what they found changed that no hint had told.
    package var audits = 0
    package var auditFindings = 0
    package var isAuditing = false
    /// Why the last folder could not be watched.
    package var watchFailure: SystemFailure?
    /// Set while the root itself cannot be reached.
    package var rootFailure: SystemFailure?
    /// Set while another, empty folder stands where the root was.
    package var hold: RootHold?
    /// Set while what is known of the corpus cannot be asked; in the words of who was asked.
    package var unknown: String?
    /// Folders below the root that were other file systems, and are empty now: what was known there is kept.
    package var heldFolders = 0

    /// How long paths waited from when they were noticed, or were last written to, until they were taken; and until they
    /// were committed.
    package var waits = DurationHistogram()
    package var passages = DurationHistogram()

    package init() {}
}

/// What became of a taken change.
package struct Finished: Sendable {
    package enum Outcome: Sendable {
        /// The store has it.
        case committed
        /// It changed while it was read: it is looked at again once it has settled.
        case lookAgain
        /// The ledger has its failure; it is looked at again after a growing pause, or when something changes.
        case retryLater
    }

    package let path: RelativePath
    package let outcome: Outcome

    package init(_ path: RelativePath, _ outcome: Outcome) {
        self.path = path
        self.outcome = outcome
    }
}
