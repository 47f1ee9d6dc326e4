/// A method that corpusd answers, and what is asked and answered in it.
package struct Method<Parameters: Codable & Sendable, Answer: Codable & Sendable>: Sendable {
    package let name: MethodName
}

/// Every method that is answered here, by its name on the wire; one for each method in the interface files.
package enum MethodName: String, CaseIterable, Sendable {
    case describe = "io.corpusd.Status.Describe"
    case monitor = "io.corpusd.Status.Monitor"
    case sync = "io.corpusd.Status.Sync"
    case search = "io.corpusd.Search.Search"
    case get = "io.corpusd.Search.Get"
    case facets = "io.corpusd.Search.Facets"
    case export = "io.corpusd.Search.Export"
    case lookup = "io.corpusd.Ledger.Lookup"
    case list = "io.corpusd.Ledger.List"
    case changes = "io.corpusd.Ledger.Changes"
    case pause = "io.corpusd.Control.Pause"
    case resume = "io.corpusd.Control.Resume"
    case rescan = "io.corpusd.Control.Rescan"
    case retry = "io.corpusd.Control.Retry"
    case reindex = "io.corpusd.Control.Reindex"
    case verify = "io.corpusd.Control.Verify"
    case reload = "io.corpusd.Control.Reload"
    case label = "io.corpusd.Control.Label"
    case unlabel = "io.corpusd.Control.Unlabel"
    case topics = "io.corpusd.Control.Topics"
    case backup = "io.corpusd.Control.Backup"
    case metrics = "io.systemd.Metrics.List"
    case metricFamilies = "io.systemd.Metrics.Describe"

    /// Whether a call that a restart has left unanswered may be made once more. Not one that accepts what stands in a folder
    /// now: that may be another thing than what was meant.
    package var mayBeRepeated: Bool { self != .rescan }
}

extension Method where Parameters == NoParameters, Answer == DescribeReply {
    package static var describe: Self { Self(name: .describe) }
    /// With `more` alone: a reply at once, and one whenever the state is another.
    package static var monitor: Self { Self(name: .monitor) }
}

extension Method where Parameters == SyncCall, Answer == SyncReply {
    package static var sync: Self { Self(name: .sync) }
}

/// With `more`, a reply for each hit and one with the totals.
extension Method where Parameters == SearchCall, Answer == SearchReply {
    package static var search: Self { Self(name: .search) }
}

extension Method where Parameters == GetCall, Answer == GetReply {
    package static var get: Self { Self(name: .get) }
}

/// With `more` alone: a reply for each article and one at the end.
extension Method where Parameters == ExportCall, Answer == ExportReply {
    package static var export: Self { Self(name: .export) }
}

extension Method where Parameters == FacetsCall, Answer == FacetsReply {
    package static var facets: Self { Self(name: .facets) }
}

extension Method where Parameters == LookupCall, Answer == LookupReply {
    package static var lookup: Self { Self(name: .lookup) }
}

/// With `more`, a reply for each file and one with the cursor.
extension Method where Parameters == ListCall, Answer == ListReply {
    package static var list: Self { Self(name: .list) }
}

/// With `more`, a reply for each change and one whenever there is nothing more for now.
extension Method where Parameters == ChangesCall, Answer == ChangesReply {
    package static var changes: Self { Self(name: .changes) }
}

extension Method where Parameters == NoParameters, Answer == Done {
    package static var pause: Self { Self(name: .pause) }
    package static var resume: Self { Self(name: .resume) }
}

/// With `more`, a reply for each step and one at the end.
extension Method where Parameters == RescanCall, Answer == WorkReply {
    package static var rescan: Self { Self(name: .rescan) }
}

extension Method where Parameters == PartCall, Answer == RetryReply {
    package static var retry: Self { Self(name: .retry) }
}

/// With `more`, a reply for each step and one at the end.
extension Method where Parameters == PartCall, Answer == WorkReply {
    package static var reindex: Self { Self(name: .reindex) }
}

/// With `more`, a reply for each step and one at the end.
extension Method where Parameters == VerifyCall, Answer == VerifyReply {
    package static var verify: Self { Self(name: .verify) }
}

extension Method where Parameters == NoParameters, Answer == ReloadReply {
    package static var reload: Self { Self(name: .reload) }
}

extension Method where Parameters == LabelCall, Answer == LabelReply {
    package static var label: Self { Self(name: .label) }
}

extension Method where Parameters == UnlabelCall, Answer == UnlabelReply {
    package static var unlabel: Self { Self(name: .unlabel) }
}

extension Method where Parameters == NoParameters, Answer == TopicsReply {
    package static var topics: Self { Self(name: .topics) }
}

/// With `more` alone: a reply for each piece and one at the end.
extension Method where Parameters == NoParameters, Answer == BackupReply {
    package static var backup: Self { Self(name: .backup) }
}

/// With `more` alone: a reply for each value.
extension Method where Parameters == NoParameters, Answer == MetricSample {
    package static var metrics: Self { Self(name: .metrics) }
}

/// With `more` alone: a reply for each family.
extension Method where Parameters == NoParameters, Answer == MetricFamily {
    package static var metricFamilies: Self { Self(name: .metricFamilies) }
}

/// What a method without parameters is called with.
package struct NoParameters: Codable, Equatable, Sendable {
    package init() {}
}
