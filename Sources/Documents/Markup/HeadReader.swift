/// Collects what a page says of itself in `<meta>`, `<link>` and scripts of JSON-LD.
struct HeadReader {
    private(set) var properties: [String: [String]] = [:]
    private(set) var canonical: String?
    private(set) var scripts: [[UInt8]] = []
    private let limits: Limits
    private var values = 0
    private var scriptBytes = 0

    init(limits: Limits) {
        self.limits = limits
    }

    mutating func readProperty(_ attributes: MarkupAttributes) {
        guard values < limits.properties, let content = attributes[.content], !content.isEmpty,
            content.utf8.count <= limits.propertyBytes
        else { return }
        for attribute in [Attribute.property, .name, .itemprop, .equivalent] {
            // One property may have several names: `property="og:title twitter:title"`.
            for name in (attributes[attribute] ?? "").split(separator: " ").prefix(4) where name.utf8.count <= 64 {
                properties[name.lowercased(), default: []].append(content)
                values += 1
            }
        }
    }

    mutating func readLink(_ attributes: MarkupAttributes) {
        guard canonical == nil, attributes[.rel]?.lowercased() == "canonical" else { return }
        canonical = attributes[.href].flatMap { $0.isEmpty || $0.utf8.count > limits.propertyBytes ? nil : $0 }
    }

    /// Whether the script that begins holds JSON-LD.
    mutating func beginScript(_ attributes: MarkupAttributes) -> Bool {
        guard let type = attributes[.type], type.lowercased().hasPrefix("application/ld+json") else { return false }
        scripts.append([])
        return true
    }

    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let last = scripts.indices.last, scriptBytes + bytes.count <= limits.linkedDataBytes else { return }
        scriptBytes += bytes.count
        scripts[last] += bytes
    }
}
