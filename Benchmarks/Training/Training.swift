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

    /// A line for each set and judge, the model alone and the whole reader with it: each page is judged by a model that saw
    /// no page of its site, in five folds.
    func figures(_ pages: [LabelledPage]) -> [String] {
        var figures: [String: Figures] = [:]
        for part in 0..<5 {
            let model = fit(pages.filter { $0.fold != part })
            let reader = DocumentReader(lineModel: model)
            for page in pages where page.fold == part {
                figures["\(page.set), model alone", default: Figures()].add(page, body: page.body(by: model))
                figures["\(page.set), reader", default: Figures()].add(page, body: page.body(by: reader))
            }
        }
        return figures.sorted { $0.key < $1.key }.map { "\($0): \($1.line)" }
    }
}

extension LabelledPage {
    /// Which of five parts its site belongs to.
    fileprivate var fold: Int {
        let hash = site.utf8.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        return Int((hash ^ hash >> 31) % 5)
    }
}
