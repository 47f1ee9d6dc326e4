/// A field's value, and why it has it.
struct Finding: Equatable {
    var value: String
    var rule: String
    var confidence: Double
    var quote: String

    init(_ value: String, rule: String, confidence: Double, quote: String) {
        self.value = value
        self.rule = rule
        self.confidence = confidence
        self.quote = excerpt(quote)
    }

    func evidence(_ field: Evidence.Field) -> Evidence {
        Evidence(field, value, rule: rule, confidence: confidence, quote: quote)
    }
}
