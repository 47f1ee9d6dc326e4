import Platform

/// The place of the service among others: behind them.
package enum Background {
    /// Of nice(2): as many as `Nice=` of the unit.
    private static let steps = 10

    /// Steps back where nobody has said which priority the service is to have: neither nice(1) nor a service manager, which speaks with
    /// it (`NOTIFY_SOCKET`, `LISTEN_PID`). To be called while there is one thread.
    package static func enter(environment: [String: String]) {
        let isByHand = environment["NOTIFY_SOCKET"] == nil && environment["LISTEN_PID"] == nil
        if isByHand, OwnProcess.hasUsualPriority { OwnProcess.stepBack(by: steps) }
        OwnProcess.giveUpPriority()
    }
}
