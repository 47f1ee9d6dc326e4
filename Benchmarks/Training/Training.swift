import Documents

/// Fits the model, and tells what it is worth on sites that it did not see.
struct Training {
    var boosting = Boosting()

    func fit(_ pages: [LabelledPage]) -> LineModel {
        // Every page as it is, and cut to its article with a little around it.
        let examples = pages.enumerated().flatMap { index, page in
            [page, page.cropped(margin: index % 3), page.cropped(margin: 4 + index % 7)].filter { $0.lines.count >= 3 }
        }
        return boosting.fit(Samples(examples.map { ($0.table, $0) }))
    }

    /// Each page with the scores of a model that saw no page of its site, in five folds.
    func crossValidated(_ pages: [LabelledPage]) -> [(page: LabelledPage, scores: [Float])] {
        (0..<5).flatMap { part in
            let model = fit(pages.filter { $0.fold != part })
            return pages.filter { $0.fold == part }.map { ($0, model.scores($0.table)) }
        }
    }

    /// A line for each set.
    func figures(_ judged: [(page: LabelledPage, scores: [Float])], leniency: Float = LineModel.leniency) -> [String] {
        ["AEB", "Fundus"].map { set in
            var figures = Figures()
            for (page, scores) in judged where page.set == set {
                figures.add(page, kept: scores.map { $0 + leniency > 0 })
            }
            return "\(set): \(figures.line)"
        }
    }
}

extension LabelledPage {
    /// Which of five parts its site belongs to.
    fileprivate var fold: Int {
        let hash = site.utf8.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        return Int((hash ^ hash >> 31) % 5)
    }
}
