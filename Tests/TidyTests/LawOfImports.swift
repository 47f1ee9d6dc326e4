/// Who may import what, beyond what the manifest can say.
enum LawOfImports {
    static let outsideLeg: Set = ["Platform", "Watch", "Control"]
    static let newsLeg: Set = ["Documents", "Analysis", "Store"]

    /// What comes with the toolchain, and needs no entry in the manifest.
    static let toolchain: Set = ["Dispatch", "FoundationEssentials", "Glibc", "Synchronization"]

    /// Modules that belong to some rooms alone.
    static let owners: [String: Set<String>] = [
        "ArgumentParser": ["corpusd", "corpusctl"],
        "CChecksum": ["Store"],
        "CLinux": ["Platform", "Store"],
        "CMarkup": ["Documents"],
        "CModels": ["Analysis"],
        "CSeccomp": ["Platform"],
        "CSystemd": ["Daemon"],
        "CZstd": ["Store"],
        "Daemon": ["corpusd"],
        "FoundationEssentials": ["Control", "corpusd"],
        "GRDB": ["Store"],
        "GRDBSQLite": ["Store"],
        "TOMLKit": ["Daemon"],
    ]

    /// The modules that a file imports, with the lines that say so.
    static func imports(of file: SourceFile) -> [(line: Int, module: String)] {
        file.lines(saying: "import").compactMap { line in
            line.text.firstMatch(of: declaration).map { (line.number, String($0.1)) }
        }
    }

    /// Attributes, an access level, the word itself, a kind of declaration, the module.
    private static var declaration: Regex<(Substring, Substring)> {
        /^\s*(?:@\w+(?:\(\w+\))?\s+)*(?:[a-z]+\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
    }

    /// What a file imports although it may not, one sentence each.
    static func offences(of file: SourceFile, in manifest: Manifest) -> [String] {
        imports(of: file).compactMap { line, module in
            reason(for: module, in: file.room, manifest).map { "\(file.path):\(line) imports \(module): \($0)" }
        }
    }

    private static func reason(for module: String, in room: String, _ manifest: Manifest) -> String? {
        guard let allowed = manifest.rooms[room] else { return "\(room) is no room of the manifest" }
        if let owners = owners[module], !owners.contains(room) {
            return "only \(owners.sorted().joined(separator: " and ")) may"
        }
        if newsLeg.contains(room), outsideLeg.contains(module) || module == "SystemPackage" {
            return "the news leg knows no machine"
        }
        if outsideLeg.contains(room), newsLeg.contains(module) { return "the outside leg knows no news" }
        if room == "corpusctl", !["ArgumentParser", "Control"].contains(module), !toolchain.contains(module) {
            return "corpusctl knows the protocol alone"
        }
        if !allowed.contains(module), !toolchain.contains(module) { return "the manifest does not say so" }
        return nil
    }
}
