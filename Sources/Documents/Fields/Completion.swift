extension Draft {
    /// Chooses the fields that every format shares.
    func completed(in context: ReadingContext) -> Document {
        var bytes = Array(body.utf8)
        let found = DatelineReader(agencies: context.agencies).dateline(in: bytes)
        if let found { bytes.removeSubrange(found.range) }
        var document = Document(
            title: title,
            body: found == nil ? body : String(decoding: bytes, as: UTF8.self),
            declaredLanguage: declaredLanguage,
            problems: problems
        )
        document.originalTitle = originalTitle
        document.deck = deck
        document.captions = captions
        document.keywords = keywords
        for name in credits.lazy.flatMap(\.names) where !document.bylines.contains(name) {
            document.bylines.append(name)
        }
        document.removed = removed
        document.dateline = found?.dateline
        var evidence = evidence.map { $0.moved(by: found?.range) }

        if metadata == nil, let credit = credits.first, let name = document.bylines.first {
            evidence.append(Evidence(.bylines, name, rule: "credit.line", confidence: 0.9, quote: excerpt(credit.line)))
        }

        let lines = BodyEnds(bytes)
        let outside = (metadata?.lines ?? removed.map(\.text)).map { DatedLine($0.utf8) }
        let address = Address(self)
        document.url = address?.url
        let outlet = Outlet.finding(self, outside: outside, body: lines, agencies: context.agencies)
        document.source = outlet?.value
        let agency = AgencyCredit(agencies: context.agencies)
            .finding(self, body: lines, dateline: found, hasOutlet: outlet != nil)
        document.agency = agency?.value
        let dates = DateChoice(among: dateCandidates(outside, lines, found, address: address?.url, context))
        document.published = dates.published
        document.updated = dates.updated
        let kind = KindRules(draft: self, body: lines, address: address?.url, dateline: found, agency: agency?.value)
            .kind()
        document.kind = kind?.kind ?? .unknown

        evidence += [outlet?.evidence(.source), agency?.evidence(.agency), found?.evidence(in: body)].compactMap(\.self)
        evidence += dates.evidence
        evidence += [address?.evidence, kind?.finding.evidence(.kind)].compactMap(\.self)
        document.evidence = evidence
        return document
    }

    /// What was taken out of a page's article beside its headline; the rest is of other pieces.
    private static let besideText: Set = ["date", "byline", "head", "heading", "label", "title"]

    /// The days that the file names as its own.
    private func dateCandidates(
        _ outside: [DatedLine],
        _ body: BodyEnds,
        _ dateline: FoundDateline?,
        address: String?,
        _ context: ReadingContext
    ) -> [DateCandidate] {
        let reading = DateReading(
            language: declaredLanguage,
            address: address,
            lines: outside,
            arrived: context.arrived
        )
        let page = metadata.map { PageDates($0, address: address, reading: reading).candidates } ?? []
        var lines = LineDates(reading: reading)
        if metadata == nil {
            let first = body.head.first.map { DatedLine(body[$0].prefix(200)) }
            for line in [outside.first, first].compactMap(\.self) { lines.takeClock(line) }
            lines.addOutside(outside, alone: .lineAlone)
            lines.addBody(body, head: .lineAlone, inside: nil, tail: .lineLater)
        } else {
            let beside = removed.filter { Self.besideText.contains($0.rule) }
            lines.addOutside(beside.map { DatedLine($0.text.utf8) }, alone: .textBeside)
            lines.addOutside(outside, alone: .lineOutside)
            lines.addBody(body, head: .textHead, inside: .textInside, tail: .textTail)
            lines.addProse(body.bytes)
        }
        lines.addCaptions(captions)
        if let dateline {
            let text = String(decoding: Array(self.body.utf8)[dateline.range], as: UTF8.self)
            lines.addDateline(dateline.dateline, quote: text)
        }
        return page + lines.candidates
    }
}

extension Evidence {
    /// The same after a piece was cut out of the body.
    fileprivate func moved(by cut: Range<Int>?) -> Evidence {
        guard let cut, let span else { return self }
        var moved = self
        if span.lowerBound >= cut.upperBound {
            moved.span = span.lowerBound - cut.count..<span.upperBound - cut.count
        } else if span.upperBound > cut.lowerBound {
            moved.span = nil
        }
        return moved
    }
}

extension FoundDateline {
    fileprivate func evidence(in body: String) -> Evidence {
        let parts = [dateline.place, dateline.date, dateline.agency].compactMap(\.self)
        let text = String(decoding: Array(body.utf8)[range], as: UTF8.self)
        return Evidence(
            .dateline,
            parts.joined(separator: " "),
            rule: rule,
            confidence: confidence,
            quote: excerpt(text)
        )
    }
}
