internal import Documents

extension TopicLearner {
    /// The learner as tagged fields (see `FieldWriter`): ten kilobytes after a few labels, a megabyte at most.
    package func encoded() -> [UInt8] {
        var writer = FieldWriter()
        writer.put(1, id)
        writer.put(2, name)
        for count in validation.counts { writer.put(3, count) }
        writer.put(4, Int(slope.bitPattern))
        writer.put(5, Int(offset.bitPattern))
        writer.put(6, Int(means[Self.buckets].bitPattern))
        writer.put(7, Int(variances[Self.buckets].bitPattern))
        writer.put(8, places)
        return writer.bytes
    }

    /// What `encoded()` wrote; `nil` for anything else, however hostile.
    package init?(decoding bytes: [UInt8]) {
        var (id, name): (String?, String?)
        var counts: [Int] = []
        var numbers: [Int: Float] = [:]
        var places: ArraySlice<UInt8> = []
        var reader = FieldReader(bytes)
        while let field = reader.next() {
            switch field.number {
            case 1: id = field.text
            case 2: name = field.text
            case 3: counts.append(field.integer ?? -1)
            case 4...7: numbers[field.number] = field.integer.flatMap(Self.number)
            case 8: places = field.bytes ?? []
            default: continue
            }
        }
        guard !reader.isBroken, let id, let name, let validation = TopicValidation(counts),
            let slope = numbers[4], let offset = numbers[5], let bias = numbers[6], let variance = numbers[7]
        else { return nil }
        self.init(id: id, name: name, seeds: [], language: "")
        self.validation = validation
        (self.slope, self.offset, means[Self.buckets], variances[Self.buckets]) = (slope, offset, bias, variance)
        guard fill(places) else { return nil }
    }

    private static let placeBytes = 14

    /// Each place that differs from a new one, in order: its number (u16), mean and variance (f32), articles (u32), the
    /// lowest byte first.
    private var places: [UInt8] {
        var bytes: [UInt8] = []
        func put(_ value: UInt32, _ count: Int) {
            for byte in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte)))) }
        }
        for place in 0..<Self.buckets where means[place] != 0 || variances[place] != 1 || documents[place] != 0 {
            put(UInt32(place), 2)
            put(means[place].bitPattern, 4)
            put(variances[place].bitPattern, 4)
            put(documents[place], 4)
        }
        return bytes
    }

    private mutating func fill(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count % Self.placeBytes == 0 else { return false }
        for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: Self.placeBytes) {
            func take(_ offset: Int, _ count: Int) -> Int {
                (0..<count).reduce(0) { $0 | Int(bytes[start + offset + $1]) << (8 * $1) }
            }
            guard let mean = Self.number(take(2, 4)), let variance = Self.number(take(6, 4)) else { return false }
            let place = take(0, 2)
            (means[place], variances[place], documents[place]) = (mean, variance, UInt32(take(10, 4)))
        }
        return true
    }

    private static func number(_ bits: Int) -> Float? {
        guard let bits = UInt32(exactly: bits) else { return nil }
        let number = Float(bitPattern: bits)
        return number.isFinite ? number : nil
    }
}
