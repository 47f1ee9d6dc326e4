/// Finds the elements that name a moment: `<time>`, and others with an attribute for one.
struct MomentReader {
    private(set) var found: [MarkupTree.Moment] = []
    private let limits: Limits
    /// The marks of the open elements, one after the other; `starts` says where each begins.
    private var names: [UInt8] = []
    private var starts: [Int] = []

    init(limits: Limits) {
        self.limits = limits
    }

    mutating func begin(_ node: Int, _ tag: Tag, _ attributes: MarkupAttributes) {
        starts.append(names.count)
        var moment: String?
        var content: String?
        var titled: String?
        var isDated = tag == .time
        attributes.visit { attribute, value in
            if attribute.isMark, value.count <= limits.propertyBytes {
                if attribute == .itemprop, Self.namesDay(value) { isDated = true }
                names.append(.space)
                names += value.lazy.map(\.lowercased)
            } else if attribute.isMoment, value.count <= Self.longestMoment {
                moment = moment ?? String(decoding: value, as: UTF8.self)
            } else if attribute == .content, value.count <= Self.longestMoment {
                content = String(decoding: value, as: UTF8.self)
            } else if attribute == .title, value.count <= Self.longestMoment, value.contains(where: \.isDigit) {
                titled = String(decoding: value, as: UTF8.self)
            }
        }
        let value = moment ?? (isDated || tag == .abbr ? content ?? titled : nil)
        guard isDated || value != nil, tag != .meta, found.count < limits.moments else { return }
        let start = starts.count > 1 ? starts[starts.count - 2] : 0
        let marks = String(decoding: names[start...].drop { $0 == .space }, as: UTF8.self)
        found.append(MarkupTree.Moment(node: node, value: value, marks: marks))
    }

    mutating func end() {
        guard let start = starts.popLast() else { return }
        names.removeLast(names.count - start)
    }

    /// No form of a moment is longer.
    private static let longestMoment = 80

    private static func namesDay(_ property: UnsafeBufferPointer<UInt8>) -> Bool {
        property.startsLike("date") || property.startsLike("uploaddate")
    }
}
