import Control
import Platform
import SystemPackage
import Watch

/// How the folder is watched, as people and programs are told: what is wrong, and the line that ends it.
struct WatchReport {
    let watch: Watch.WatchStatus
    /// inotify(7): watches that one user may have; `nil` where that is not to be seen.
    let limit: Int?

    /// A warning comes when so much of the limit is used: in tenths.
    private static let warningTenths = 8

    static let acceptance =
        "mount or move back what was there, or say 'corpusctl rescan --accept' if the files are gone indeed"

    var status: Control.WatchStatus {
        Control.WatchStatus(
            folders: watch.folders,
            polled: watch.polled,
            overflows: watch.overflows,
            rescans: watch.rescans,
            limit: limit,
            remedy: isNearLimit ? moreWatches : nil,
            watches: watch.watches,
            polling: polling,
            held: watch.heldFolders,
            audits: watch.audits,
            auditFindings: watch.auditFindings
        )
    }

    /// What is wrong, each under a word that stays the same while its numbers change.
    var problems: [(word: String, problem: StatusProblem)] {
        var problems: [(word: String, problem: StatusProblem)] = []
        for polling in polling where polling.remedy != nil {
            let reason = "\(polling.folders) folders are looked at from time to time instead of watched"
            let problem = StatusProblem(reason: "\(reason) (\(polling.reason))", remedy: polling.remedy)
            problems.append((polling.reason, problem))
        }
        if isNearLimit, watch.pollReasons[.noWatchLeft] == nil {
            let reason = "\(watch.watches) of the \(limit ?? 0) watches that the user may have are used"
            problems.append(("nearLimit", StatusProblem(reason: reason, remedy: moreWatches)))
        }
        if watch.heldFolders > 0 {
            let folders = watch.heldFolders == 1 ? "1 folder is" : "\(watch.heldFolders) folders are"
            let reason = "\(folders) empty where another file system was: what is known stays"
            problems.append(("held", StatusProblem(reason: reason, remedy: Self.acceptance)))
        }
        return problems
    }

    /// Whether folders will soon be without a watch.
    var isNearLimit: Bool {
        guard let limit else { return false }
        return watch.watches * 10 >= limit * Self.warningTenths
    }

    private var polling: [Polling] {
        watch.pollReasons.map { reason, folders in
            Polling(reason: Self.word(reason), folders: folders, remedy: remedy(reason))
        }.sorted { $0.reason < $1.reason }
    }

    /// Every word that a reason to poll has.
    static let words = ["noWatchLeft", "noInstance", "noDescriptor", "remoteMount", "refused"]

    private static func word(_ reason: PollReason) -> String {
        switch reason {
        case .noWatchLeft: "noWatchLeft"
        case .noInstance: "noInstance"
        case .noDescriptor: "noDescriptor"
        case .remoteMount: "remoteMount"
        case .refused: "refused"
        }
    }

    private func remedy(_ reason: PollReason) -> String? {
        switch reason {
        case .noWatchLeft: moreWatches
        case .noInstance: "sysctl fs.inotify.max_user_instances=1024"
        case .noDescriptor: "raise LimitNOFILE= of the unit ('ulimit -n' in a shell), or sysctl fs.file-max"
        case .remoteMount: nil
        case .refused(let errno): "the kernel refuses to watch (\(errno)); it is asked again from time to time"
        }
    }

    private var moreWatches: String {
        "sysctl fs.inotify.max_user_watches=\(max(524_288, watch.folders * 2))"
    }
}
