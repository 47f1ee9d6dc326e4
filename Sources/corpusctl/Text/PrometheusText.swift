import Control

/// What is measured, in version 0.0.4 of the text format (prometheus.io, "Exposition formats").
///
/// `io.corpusd.FilesReadTotal` is told as `corpusd_files_read_total`. Three families whose names end in `Bucket`, `Sum` and
/// `Count` are one histogram. Texts have no place in the format, and are left out.
enum PrometheusText {
    static func lines(_ families: [MetricFamily], _ samples: [MetricSample]) -> [String] {
        let values = Dictionary(grouping: samples, by: \.name)
        let names = Set(families.map(\.name))
        var lines: [String] = []
        for family in families where family.type != .string {
            let (base, part) = histogramPart(family.name)
            guard let part, parts.allSatisfy({ names.contains(base + $0) }) else {
                lines += head(family.name, family.description, family.type.rawValue)
                lines += (values[family.name] ?? []).map { line($0, as: metric(family.name)) }
                continue
            }
            // With the first of the three, all of them.
            guard part == bucket else { continue }
            lines += head(base, family.description, "histogram")
            lines += histogram(base, values)
        }
        return lines
    }

    private static let bucket = "Bucket"
    private static let parts = [bucket, "Sum", "Count"]

    private static func histogramPart(_ name: String) -> (base: String, part: String?) {
        guard let part = parts.first(where: name.hasSuffix) else { return (name, nil) }
        return (String(name.dropLast(part.count)), part)
    }

    /// One after the other for each set of labels: its buckets, their sum, and their count.
    private static func histogram(_ base: String, _ values: [String: [MetricSample]]) -> [String] {
        func grouped(_ part: String) -> [[String: String]: [MetricSample]] {
            Dictionary(grouping: values[base + part] ?? []) { sample in
                (sample.fields ?? [:]).filter { $0.key != "le" }
            }
        }
        let (buckets, sums) = (grouped(bucket), grouped("Sum"))
        return (values[base + "Count"] ?? []).flatMap { count in
            let labels = count.fields ?? [:]
            return (buckets[labels] ?? []).map { line($0, as: metric(base) + "_bucket") }
                + (sums[labels] ?? []).map { line($0, as: metric(base) + "_sum") }
                + [line(count, as: metric(base) + "_count")]
        }
    }

    private static func head(_ name: String, _ description: String, _ type: String) -> [String] {
        let help = description.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        return ["# HELP \(metric(name)) \(help)", "# TYPE \(metric(name)) \(type)"]
    }

    private static func line(_ sample: MetricSample, as name: String) -> String {
        let labels = (sample.fields ?? [:]).sorted { $0.key < $1.key }.map { "\($0)=\"\(escaped($1))\"" }
        return name + (labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}") + " " + number(sample.value)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func number(_ value: JSON) -> String {
        switch value {
        case .int(let number): String(number)
        case .float(let number): number.description
        default: "NaN"
        }
    }

    /// `io.corpusd.IndexBytes` is `corpusd_index_bytes`.
    private static func metric(_ name: String) -> String {
        var words = ""
        for character in name.trimmingPrefix("io.") {
            if character == "." {
                words += "_"
            } else if character.isUppercase {
                if words.last != "_" { words += "_" }
                words += character.lowercased()
            } else {
                words.append(character)
            }
        }
        return words
    }
}
