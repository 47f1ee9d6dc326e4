extension InterfaceDescription {
    /// The first part of `value` that is not as `fields` say: a member that is missing, unknown, or of another type.
    ///
    /// A nullable field may be absent. `nil` when all is well; else a path such as `limit`, or `topics[2].score`.
    package func mismatch(of value: JSON, with fields: [Field]) -> String? {
        mismatch(value, .structure(fields), at: "")
    }

    private func mismatch(_ value: JSON, _ shape: Shape, at path: String) -> String? {
        switch (shape, value) {
        case (.optional, .null): return nil
        case (.optional(let inner), _): return mismatch(value, inner, at: path)
        case (.named(let name), _):
            guard let shape = types[name] else { return path }
            return mismatch(value, shape, at: path)
        case (.bool, .bool), (.int, .int), (.float, .float), (.float, .int), (.string, .string):
            return nil
        // Any value that is there: so systemd uses it, and so clients take it.
        case (.object, let value) where value != .null: return nil
        case (.enumeration(let cases), .string(let text)): return cases.contains(text) ? nil : path
        case (.array(let inner), .array(let elements)):
            for (index, element) in elements.enumerated() {
                if let found = mismatch(element, inner, at: "\(path)[\(index)]") { return found }
            }
            return nil
        case (.map(let inner), .object(let members)):
            for (name, member) in members {
                if let found = mismatch(member, inner, at: join(path, name)) { return found }
            }
            return nil
        case (.structure(let fields), .object(let members)):
            for field in fields {
                let found = mismatch(members[field.name] ?? .null, field.shape, at: join(path, field.name))
                if let found { return found }
            }
            let known = Set(fields.map(\.name))
            return members.keys.filter { !known.contains($0) }.min().map { join(path, $0) }
        default: return path
        }
    }

    private func join(_ path: String, _ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }
}
