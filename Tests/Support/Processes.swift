import Foundation

/// Processes of this machine, as proc(5) has them.
package enum Processes {
    /// Those that a process has started and that are there yet, threads of its own that ended meanwhile left out.
    package static func children(of process: Int32) -> [Int32] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return tasks.flatMap { task in
            text("/proc/\(process)/task/\(task)/children").split(separator: " ").compactMap { Int32($0) }
        }
    }

    /// The name and the letter of the state; `nil` for one that has ended, whether it was waited for or not.
    package static func look(_ process: Int32) -> (name: String, state: Character)? {
        // "12 (a name) S 1 ..."
        guard let match = text("/proc/\(process)/stat").firstMatch(of: #/^\d+ \((.*)\) (\w) /#) else { return nil }
        guard let state = match.2.first, !"ZX".contains(state) else { return nil }
        return (String(match.1), state)
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}
