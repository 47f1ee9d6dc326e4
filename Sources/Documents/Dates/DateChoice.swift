/// The day of publication and that of the last change, out of all the days that a file names.
struct DateChoice {
    private(set) var published: PublicationDate?
    private(set) var updated: PublicationDate?
    private(set) var evidence: [Evidence] = []

    init(among candidates: [DateCandidate]) {
        let own = candidates.filter { !$0.isUpdate }
        // A day that the prose happens to name is worth less than that of a change.
        let sure = own.filter { $0.rule != .prose }
        guard let chosen = Self.best(sure) ?? Self.best(candidates) else { return }
        let best = chosen.isUpdate ? chosen : Self.local(chosen, own)
        let confidence = Self.confidence(in: best, among: own)
        published = Self.date(best, confidence)
        evidence.append(Self.evidence(.published, best, confidence))
        let changes = candidates.filter { $0.isUpdate && $0.day >= best.day }
        guard !best.isUpdate, let change = Self.best(changes) else { return }
        updated = Self.date(change, change.rule.alone)
        evidence.append(Self.evidence(.updated, change, change.rule.alone))
    }

    /// A witness alone is right as often as its rule; two kinds that agree are hardly ever wrong (149 of 155 pages), and
    /// three less (294 of 295).
    private static func confidence(in best: DateCandidate, among candidates: [DateCandidate]) -> Double {
        let kinds = Set(candidates.filter { $0.day == best.day && $0.rule.trust >= leastTrust }.map(\.rule.kind))
        switch kinds.union([best.rule.kind]).count {
        case 1: return best.rule.alone
        case 2: return max(best.rule.alone, 0.97)
        default: return 0.99
        }
    }

    /// The surest witness of the day that has the best witnesses together; of equals the first.
    ///
    /// Each kind of rule counts once a day, with what its doubt is worth, so that two fair witnesses can outweigh a good
    /// one.
    private static func best(_ candidates: [DateCandidate]) -> DateCandidate? {
        guard candidates.count > 1 else { return candidates.first }
        var weights: [Day: Double] = [:]
        for kind in DateRule.Kind.allCases {
            var heaviest: [Day: Double] = [:]
            for candidate in candidates where candidate.rule.kind == kind {
                heaviest[candidate.day] = max(heaviest[candidate.day] ?? 0, candidate.rule.weight)
            }
            for (day, weight) in heaviest { weights[day, default: 0] += weight }
        }
        var best: DateCandidate?
        for candidate in candidates {
            guard let held = best else {
                best = candidate
                continue
            }
            let (weight, heldWeight) = (weights[candidate.day] ?? 0, weights[held.day] ?? 0)
            if weight > heldWeight || weight == heldWeight && candidate.rule.trust > held.rule.trust {
                best = candidate
            }
        }
        return best
    }

    /// The same moment on the calendar of its readers: metadata count in UTC, and what the page shows, or its address,
    /// says the day before or after, as the hour allows (zones reach from -12 to +14).
    private static func local(_ best: DateCandidate, _ candidates: [DateCandidate]) -> DateCandidate {
        guard best.isUniversal, let hour = (best.mention.time?.text.prefix(2)).flatMap({ Int($0) }) else { return best }
        let before = hour < 12 ? best.day.advanced(by: -1) : nil
        let after = hour >= 10 ? best.day.advanced(by: 1) : nil
        let seen = candidates.filter { !$0.isUniversal && $0.rule != .prose }
        let sure = seen.filter { $0.rule.trust >= leastTrust }
        guard !seen.contains(where: { $0.day == best.day }),
            var other = sure.first(where: { $0.day == before || $0.day == after })
        else { return best }
        other.rule = .localDay
        return other
    }

    /// A rule below counts for nothing as a witness: days of other pieces, and of the prose.
    private static let leastTrust = 0.7

    private static func date(_ candidate: DateCandidate, _ confidence: Double) -> PublicationDate {
        PublicationDate(
            date: candidate.day.text,
            time: candidate.mention.time?.text,
            zone: candidate.mention.time?.zone,
            rule: candidate.rule.name,
            confidence: confidence
        )
    }

    private static func evidence(_ field: Evidence.Field, _ candidate: DateCandidate, _ confidence: Double) -> Evidence
    {
        Evidence(
            field,
            candidate.day.text,
            rule: candidate.rule.name,
            confidence: confidence,
            quote: excerpt(candidate.quote)
        )
    }
}

/// What evidence keeps of a line: cut at a character.
func excerpt(_ text: String) -> String {
    var kept = text.utf8.prefix(Evidence.quoteBytes)
    while String(kept) == nil, !kept.isEmpty { kept.removeLast() }
    return String(kept) ?? ""
}
