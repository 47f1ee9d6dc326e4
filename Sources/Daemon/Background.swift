import Platform

/// The place of the service among others: where whoever started it has put it.
package enum Background {
    /// Stays where a service manager, which speaks with it (`NOTIFY_SOCKET`, `LISTEN_PID`), or nice(1) has put it: no thread raises its
    /// priority. By hand it is a program like any other. To be called while there is one thread.
    package static func enter(environment: [String: String]) {
        let isByHand = environment["NOTIFY_SOCKET"] == nil && environment["LISTEN_PID"] == nil
        if !isByHand || !OwnProcess.hasUsualPriority { OwnProcess.giveUpPriority() }
    }
}
