import Control

/// That an answer may lack something, in one line beside it.
enum IncompleteText {
    static func line(_ incomplete: Incomplete) -> String {
        let text =
            switch incomplete.reason {
            case "scanning": "the first scan is not over: \(searchable(incomplete))"
            case "rebuilding": "the index is being rebuilt: \(searchable(incomplete))"
            case "previousIndex":
                "the index is being rebuilt (\(share(incomplete)) so far): the one before answers, or the new one where that is damaged"
            case "damaged": "the index is damaged, will be rebuilt, and answers as far as it can be read"
            default: "the answer may not be complete: \(searchable(incomplete))"
            }
        return "corpusctl: \(text)"
    }

    private static func searchable(_ incomplete: Incomplete) -> String {
        "\(share(incomplete)) \(incomplete.searchable == 1 ? "is" : "are") searchable by now"
    }

    private static func share(_ incomplete: Incomplete) -> String {
        guard let files = incomplete.files else {
            return "\(incomplete.searchable) \(incomplete.searchable == 1 ? "file" : "files")"
        }
        return "\(incomplete.searchable) of about \(files) files"
    }
}
