/// The rooms as Package.swift lays them out: what each may import, by the names of modules.
struct Manifest {
    let rooms: [String: Set<String>]

    /// Reads the entries that `room` and `program` make, and the products that bear a name.
    init(_ text: String) {
        var products: [String: String] = [:]
        for match in text.matches(of: /let (\w+) = Target\.Dependency\.product\(name: "(\w+)"/) {
            // swift-system's product and module are named alike, and so are the others.
            products[String(match.1)] = String(match.2)
        }
        var rooms: [String: Set<String>] = [:]
        for match in text.matches(of: /(?:room|program)\("(\w+)", \[([^\]]*)\]/) {
            let names = match.2.split(separator: ",").map { entry in
                let name = String(entry.filter { !$0.isWhitespace })
                return name.hasPrefix("\"") ? String(name.dropFirst().dropLast()) : products[name] ?? name
            }
            rooms[String(match.1)] = Set(names)
        }
        self.rooms = rooms
    }
}
