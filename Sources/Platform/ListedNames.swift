import Glibc

/// Names of a folder in byte order, as they stood when it was read: those after a name, or the first of them that fit.
///
/// A folder's names come in an order of the file system's own, so whoever wants them part by part and in order has to
/// read all of them for each part. What is kept here is what one reading gave: enough for several parts.
package struct ListedNames: Sendable {
    private let bytes: [UInt8]
    private let spans: [NameSpan]
    private let after: [UInt8]?
    /// The last of them, when there were more than fit.
    let end: [UInt8]?
    /// The folder that they were read from.
    var folder: FileStamp?

    fileprivate init(bytes: [UInt8], spans: [NameSpan], after: [UInt8]?, end: [UInt8]?) {
        self.bytes = bytes
        self.spans = spans
        self.after = after
        self.end = end
    }

    /// The names that follow one, at most `limit`; and the last of them, when more may follow.
    ///
    /// - Returns: `nil` where this does not reach.
    func names(after: [UInt8]?, limit: Int) -> (names: [[UInt8]], end: [UInt8]?)? {
        if let own = self.after, after.map({ $0.precedes(own) }) ?? true { return nil }
        if let end, let after, !after.precedes(end) { return nil }
        return bytes.withUnsafeBytes { bytes in
            let first = after.map { after in
                after.withUnsafeBytes { after in firstIndex { order($0.name(in: bytes), after) > 0 } }
            }
            let part = spans[(first ?? 0)...].prefix(limit)
            let names = part.map { Array($0.name(in: bytes)) }
            return (names, part.endIndex < spans.count ? names.last : end)
        }
    }

    /// The first span that is far enough; all that follow it are.
    private func firstIndex(_ isFarEnough: (NameSpan) -> Bool) -> Int {
        var (low, high) = (0, spans.count)
        while low < high {
            let middle = (low + high) / 2
            if isFarEnough(spans[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Where a name stands among the bytes of all.
private struct NameSpan {
    /// Its first eight bytes, as a number that is ordered as they are.
    let head: UInt64
    var start: UInt32
    let count: UInt32

    init(_ name: UnsafeRawBufferPointer, start: Int) {
        var head: UInt64 = 0
        for index in 0..<8 { head = head << 8 | (index < name.count ? UInt64(name[index]) : 0) }
        self.head = head
        self.start = UInt32(start)
        count = UInt32(name.count)
    }

    /// What it takes in all, in bytes.
    var weight: Int { Int(count) + MemoryLayout<NameSpan>.size }

    func name(in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[Int(start)..<Int(start + count)])
    }

    func precedes(_ other: NameSpan, in bytes: UnsafeRawBufferPointer) -> Bool {
        head == other.head ? order(name(in: bytes), other.name(in: bytes)) < 0 : head < other.head
    }
}

/// Chooses the first names of a folder in byte order from all of them, in whatever order they come.
///
/// Holds at most twice as much as is wanted. A name beyond that is turned away by one comparison, so that nearly all
/// names of a huge folder cost no memory.
struct SmallestNames {
    private let after: [UInt8]?
    private let budget: Int
    private var bytes: [UInt8] = []
    private var spans: [NameSpan] = []
    private var weight = 0
    /// The last name kept, once later ones were turned away.
    private var bound: [UInt8]?

    /// - Parameter budget: what the names may take, in bytes; one is kept in any case.
    init(after: [UInt8]?, budget: Int) {
        self.after = after
        self.budget = budget
    }

    mutating func offer(_ name: UnsafeRawBufferPointer) {
        if let after, after.withUnsafeBytes({ order(name, $0) }) <= 0 { return }
        if let bound, bound.withUnsafeBytes({ order(name, $0) }) > 0 { return }
        let span = NameSpan(name, start: bytes.count)
        bytes += name
        spans.append(span)
        weight += span.weight
        if weight >= 2 * budget { cut() }
    }

    consuming func listed() -> ListedNames {
        cut()
        return ListedNames(bytes: bytes, spans: spans, after: after, end: bound)
    }

    private mutating func cut() {
        var sorted = spans
        spans = []
        bytes.withUnsafeBytes { bytes in sorted.sort { $0.precedes($1, in: bytes) } }
        var kept: [UInt8] = []
        weight = 0
        for index in sorted.indices {
            guard weight + sorted[index].weight <= budget || index == 0 else {
                bound = Array(kept.suffix(Int(sorted[index - 1].count)))
                sorted.removeSubrange(index...)
                break
            }
            weight += sorted[index].weight
            bytes.withUnsafeBytes { kept += sorted[index].name(in: $0) }
            sorted[index].start = UInt32(kept.count) - sorted[index].count
        }
        spans = sorted
        bytes = kept
    }
}

extension [UInt8] {
    /// Byte order, as SQLite compares blobs.
    package func precedes(_ other: [UInt8]) -> Bool {
        withUnsafeBytes { own in other.withUnsafeBytes { order(own, $0) < 0 } }
    }
}

/// Less than zero when `left` comes first, zero when both are equal.
private func order(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    if let start = left.baseAddress, let other = right.baseAddress {
        let order = memcmp(start, other, min(left.count, right.count))
        if order != 0 { return Int(order) }
    }
    return left.count - right.count
}
