import Control
import Glibc
import Support
import SystemPackage
import Testing

@Suite("A client that nobody here wrote gets along with the service", .deadline)
struct ForeignClientTests {
    static let root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()

    @Test("PyPI's varlink lists, describes and calls every interface, streams, and gets errors by name")
    func python() throws {
        let python = Self.root.appending(".build/venv/bin/python").string
        try #require(access(python, X_OK) == 0, "\(python) is missing: 'make test' installs it, with PyPI's varlink")
        let server = try TestServer()
        let script = Self.root.appending("Tests/ControlTests/Fixtures/foreign.py").string
        let (status, output, _) = try Program.run([python, script, "unix:" + server.path.string])
        #expect(status == 0)
        #expect(
            output == """
                interfaces io.corpusd io.corpusd.Control io.corpusd.Ledger io.corpusd.Search io.corpusd.Status \
                io.systemd.Metrics org.varlink.service
                io.corpusd Internal InvalidMessage MessageTooLong PermissionDenied TooManyConnections TooManyWatchers
                io.corpusd.Control Backup Busy Finding Held InvalidConfiguration InvalidTopic Label NotFound Pause Progress Reindex \
                Reload Rescan Resume Retry Topic TopicReport Topics Unlabel Verify
                io.corpusd.Ledger Change Changes Incomplete LedgerEntry List Lookup
                io.corpusd.Search Article Dateline Entity Evidence Export Facet FacetField FacetValue Facets Get Hit \
                Incomplete InvalidQuery NotFound Passage Problem Publication Removal Search Sort Span Topic
                io.corpusd.Status Describe FileCounts Index Memory Monitor OldestWaiting Outstanding Polling Problem Stage Status \
                Sync Timeout Watching Workers
                io.systemd.Metrics Describe List MetricFamilyType NoSuchMetric
                org.varlink.service ExpectedMore GetInfo GetInterfaceDescription InterfaceNotFound InvalidParameter \
                MethodNotFound MethodNotImplemented PermissionDenied
                articles 812334
                io.corpusd.Status.Outstanding 3
                hits 42 42 42 total 3
                first Bolton and Patrushev meet in Geneva
                entity 61
                facet politics 812
                io.corpusd.Search.InvalidQuery 0
                reason permissionDenied
                metric io.corpusd.Files 3 failed of 11
                family io.corpusd.Remark string

                """
        )
    }
}
