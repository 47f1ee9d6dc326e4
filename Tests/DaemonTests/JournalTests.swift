import SystemPackage
import Testing

@testable import Daemon

@Suite("What the journal is told") struct JournalTests {
    @Test("An entry has the fields of systemd.journal-fields(7), and one for the path that it is about")
    func fields() {
        let facts = Journal.Facts(.cannotStart, path: "/var/lib/corpusd", errno: .permissionDenied)
        #expect(
            Journal.fields(.error, "The state directory cannot be used", facts) == [
                "MESSAGE=The state directory cannot be used", "PRIORITY=3", "SYSLOG_IDENTIFIER=corpusd",
                "MESSAGE_ID=\(Journal.Event.cannotStart.rawValue)", "CORPUSD_PATH=/var/lib/corpusd", "ERRNO=13",
            ]
        )
        #expect(
            Journal.fields(.notice, "Stopping", nil) == ["MESSAGE=Stopping", "PRIORITY=5", "SYSLOG_IDENTIFIER=corpusd"]
        )
    }
}
