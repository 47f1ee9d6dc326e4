/// How the values of a family behave.
package enum MetricFamilyType: String, Codable, Sendable {
    case counter, gauge, string
}

/// One reply of io.systemd.Metrics.Describe: a family.
package struct MetricFamily: Codable, Equatable, Sendable {
    /// With its prefix: `io.corpusd.CommitsTotal`.
    package var name: String
    /// A sentence, with the unit.
    package var description: String
    package var type: MetricFamilyType

    package init(name: String, description: String, type: MetricFamilyType) {
        self.name = name
        self.description = description
        self.type = type
    }
}

/// One reply of io.systemd.Metrics.List: a value.
///
/// What is missing is left out, as systemd itself does: its clients take a null for a value of the wrong type.
package struct MetricSample: Codable, Equatable, Sendable {
    /// That of its family.
    package var name: String
    package var value: JSON
    package var object: String?
    /// What tells it from others of its family.
    package var fields: [String: String]?

    package init(name: String, value: JSON, object: String? = nil, fields: [String: String]? = nil) {
        self.name = name
        self.value = value
        self.object = object
        self.fields = fields
    }
}
