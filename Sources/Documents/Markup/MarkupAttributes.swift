/// The attributes that a reader of text asks for; any other is not looked at.
enum Attribute: String, CaseIterable {
    case `class`, id, itemprop, role, rel, href, datetime, content, property, name, type, lang, title, hidden, style
    case equivalent = "http-equiv"
    case xmlLanguage = "xml:lang"
    case testID = "data-testid"
    case component = "data-component"
    case ariaHidden = "aria-hidden"
    case dataDate = "data-date"
    case dataTime = "data-time"
    case dataMoment = "data-datetime"
    case dataStamp = "data-timestamp"
    case dataPublished = "data-published"

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// - Parameter name: in lower case.
    static func named(_ name: String) -> Attribute? { byName[name] }

    /// Whether its value says what the element is for.
    var isMark: Bool {
        switch self {
        case .class, .id, .itemprop, .role, .rel, .testID, .component: true
        default: false
        }
    }

    /// Whether its value is a moment: the time that the element's text names.
    var isMoment: Bool {
        switch self {
        case .datetime, .dataDate, .dataTime, .dataMoment, .dataStamp, .dataPublished: true
        default: false
        }
    }
}

/// The attributes of the element that begins; good only during that event.
struct MarkupAttributes {
    private let list: UnsafePointer<UnsafePointer<CChar>?>?

    init(_ list: UnsafePointer<UnsafePointer<CChar>?>?) {
        self.list = list
    }

    subscript(wanted: Attribute) -> String? {
        var found: String?
        visit { attribute, value in
            if found == nil, attribute == wanted { found = String(decoding: value, as: UTF8.self) }
        }
        return found
    }

    /// Shows each attribute that is known, with the bytes of its value; without a value it is empty.
    func visit(_ look: (Attribute, UnsafeBufferPointer<UInt8>) -> Void) {
        guard var pair = list else { return }
        while let name = pair[0] {
            if let attribute = Attribute.named(String(cString: name)) {
                look(attribute, bytes(pair[1]))
            }
            pair += 2
        }
    }

    private func bytes(_ value: UnsafePointer<CChar>?) -> UnsafeBufferPointer<UInt8> {
        guard let value else { return UnsafeBufferPointer(start: nil, count: 0) }
        var count = 0
        while value[count] != 0 { count += 1 }
        return value.withMemoryRebound(to: UInt8.self, capacity: count) {
            UnsafeBufferPointer(start: $0, count: count)
        }
    }
}
