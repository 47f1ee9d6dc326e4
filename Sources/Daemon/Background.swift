import Platform

/// The place of the service among others: where whoever started it has put it.
package enum Background {
    /// Has no thread raise its priority, if it stays back; else changes nothing. To be called while there is one thread.
    package static func enter(environment: [String: String]) {
        if staysBack(environment: environment, hasUsualPriority: OwnProcess.hasUsualPriority) {
            OwnProcess.giveUpPriority()
        }
    }

    /// Whether no thread may raise its priority: where a service manager, which speaks with it (`NOTIFY_SOCKET`, `LISTEN_PID`), or
    /// nice(1) has put it, it stays. By hand it is a program like any other.
    static func staysBack(environment: [String: String], hasUsualPriority: Bool) -> Bool {
        environment["NOTIFY_SOCKET"] != nil || environment["LISTEN_PID"] != nil || !hasUsualPriority
    }
}
