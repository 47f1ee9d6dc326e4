import Control

/// Why an article's fields have their values, for people.
enum ExplanationText {
    static func lines(_ explanation: [Evidence], _ style: Style) -> [String] {
        guard !explanation.isEmpty else { return [] }
        return ["", style.dim("Why")] + explanation.flatMap { lines($0, style) }
    }

    /// The value, and below it how it was found, how sure that is, and what it was read from.
    private static func lines(_ evidence: Evidence, _ style: Style) -> [String] {
        let place = evidence.span.map { ", bytes \($0.start) to \($0.end) of the body" } ?? ""
        let quote = evidence.quote.map { ": \"\($0)\"" } ?? ""
        let reason = "by \(evidence.rule), \(percent(evidence.confidence)) sure\(place)\(quote)"
        let value = "\(evidence.field): \(evidence.value)"
        return Columns.wrapped(Visible.line(value), style.width)
            + Columns.wrapped(Visible.line(reason), style.width - 4).map { style.dim("    " + $0) }
    }

    /// To a tenth, as far as it is known.
    private static func percent(_ share: Double) -> String {
        let thousandths = Int((max(0, min(share, 1)) * 1_000).rounded())
        let tenth = thousandths % 10 == 0 ? "" : ".\(thousandths % 10)"
        return "\(thousandths / 10)\(tenth) %"
    }
}
