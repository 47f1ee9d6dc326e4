import Glibc

/// Where the service listens, the same for both sides.
package enum ControlAddress {
    /// The socket's name, in whatever folder.
    package static let name = "io.corpusd"

    /// The first of these that applies: `$CORPUSD_SOCKET`; `/run/corpusd/io.corpusd` if it is there; the same below
    /// `$XDG_RUNTIME_DIR`; below `$XDG_STATE_HOME`; below `~/.local/state`.
    ///
    /// - Parameters:
    ///   - environment: a variable's value.
    ///   - exists: whether there is something at a path.
    package static func standard(
        environment: (String) -> String? = variable,
        exists: (String) -> Bool = isThere
    ) -> String {
        if let given = environment("CORPUSD_SOCKET") { return given }
        let system = "/run/corpusd/\(name)"
        guard !exists(system) else { return system }
        return user(environment: environment) ?? system
    }

    /// Where a daemon listens that no service manager started: as `standard`, without the system's place.
    ///
    /// `nil` when the environment names no folder at all.
    package static func user(environment: (String) -> String? = variable) -> String? {
        let folder =
            environment("XDG_RUNTIME_DIR") ?? environment("XDG_STATE_HOME")
            ?? environment("HOME").map { $0 + "/.local/state" }
        return folder.map { "\($0)/corpusd/\(name)" }
    }

    /// Where the system's `corpusd@NAME` listens.
    package static func instance(_ instance: String) -> String {
        "/run/corpusd/\(instance)/\(name)"
    }

    /// A variable of this process; an empty one counts as unset.
    package static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether there is something at a path that this user may see.
    package static func isThere(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }
}
