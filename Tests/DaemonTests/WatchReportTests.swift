import Control
import SystemPackage
import Testing
import Watch

@testable import Daemon

@Suite("How the watching is told") struct WatchReportTests {
    private func report(watches: Int = 0, polled: [PollReason: Int] = [:], limit: Int? = 100) -> WatchReport {
        var watch = Watch.WatchStatus()
        watch.folders = watches + polled.values.reduce(0, +)
        watch.watches = watches
        watch.polled = polled.values.reduce(0, +)
        watch.pollReasons = polled
        return WatchReport(watch: watch, limit: limit)
    }

    @Test("A warning comes when four fifths of the watches are used, with the line that ends it")
    func nearLimit() {
        #expect(report(watches: 79).problems.isEmpty)
        #expect(report(watches: 79).status.remedy == nil)
        let near = report(watches: 80)
        #expect(near.problems.count == 1)
        #expect(near.problems.first?.problem.remedy == "sysctl fs.inotify.max_user_watches=524288")
        #expect(near.status.remedy == near.problems.first?.problem.remedy)
        #expect(report(watches: 1_000_000, limit: nil).problems.isEmpty, "where the limit is not to be seen")
    }

    @Test(
        "Folders that are polled are counted by reason, and the line that ends it is told where there is one",
        arguments: [
            (PollReason.noWatchLeft, "noWatchLeft", "fs.inotify.max_user_watches=" as String?),
            (.noInstance, "noInstance", "fs.inotify.max_user_instances="),
            (.noDescriptor, "noDescriptor", "LimitNOFILE="),
            (.remoteMount("fuse"), "remoteMount", nil), (.refused(.ioError), "refused", "asked again"),
        ]
    )
    func polling(reason: PollReason, word: String, remedy: String?) {
        let told = report(watches: 1, polled: [reason: 7])
        #expect(told.status.polled == 7)
        #expect(told.status.polling?.map(\.reason) == [word])
        #expect(told.status.polling?.first?.folders == 7)
        #expect(told.status.polling?.first?.remedy?.contains(remedy ?? "?") ?? false == (remedy != nil))
        #expect(told.problems.count == (remedy == nil ? 0 : 1))
    }
}
