import Testing

@testable import Daemon

@Suite("The service stays where it was put among others") struct BackgroundTests {
    @Test(
        "A service manager's word and nice(1)'s hold; by hand it is a program like any other",
        arguments: [
            (["NOTIFY_SOCKET": "/run/notify"], true, true), (["LISTEN_PID": "7"], true, true),
            (["HOME": "/root"], true, false),
            ([:], false, true),
        ] as [([String: String], Bool, Bool)]
    )
    func place(environment: [String: String], hasUsualPriority: Bool, staysBack: Bool) {
        #expect(Background.staysBack(environment: environment, hasUsualPriority: hasUsualPriority) == staysBack)
    }
}
