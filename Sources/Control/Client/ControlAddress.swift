import Glibc
package import SystemPackage

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
        exists: (FilePath) -> Bool = isThere
    ) -> FilePath {
        if let given = environment("CORPUSD_SOCKET") { return FilePath(given) }
        let system = FilePath("/run/corpusd").appending(name)
        guard !exists(system) else { return system }
        return user(environment: environment) ?? system
    }

    /// Where a daemon listens that no service manager started: as `standard`, without the system's place.
    ///
    /// `nil` when the environment names no folder at all.
    package static func user(environment: (String) -> String? = variable) -> FilePath? {
        let folder =
            environment("XDG_RUNTIME_DIR") ?? environment("XDG_STATE_HOME")
            ?? environment("HOME").map { $0 + "/.local/state" }
        return folder.map { FilePath($0).appending("corpusd").appending(name) }
    }

    /// Where the system's `corpusd@NAME` listens.
    package static func instance(_ instance: String) -> FilePath {
        FilePath("/run/corpusd").appending(instance).appending(name)
    }

    /// A variable of this process; an empty one counts as unset.
    package static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether there is something at a path that this user may see.
    package static func isThere(_ path: FilePath) -> Bool {
        path.withPlatformString { access($0, F_OK) == 0 }
    }
}
