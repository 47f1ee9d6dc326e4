import Analysis

/// An article ready to be written; made by `ArticleStore.prepare` and of use to that store alone.
package struct PreparedArticle: Sendable {
    /// Its place in its file.
    let record: Int
    /// The encoded article, compressed.
    let blob: [UInt8]
    /// The dictionary that `blob` needs; 0 for none.
    let dictionary: UInt32
    let words: IndexedWords
    /// Half of the article's fingerprint: enough to collapse equal ones.
    let fingerprint: Int64
    /// The days that it may have been published on, as 20260131.
    let published: ClosedRange<Int64>?
    /// What it is counted by.
    let facets: ArticleFacets
    /// What it tells about its source; `nil` when it has none.
    var teaching: Teaching?
    /// The topic of the folder that it was prepared for.
    var folderTopic: String?
    /// Which limit has left text of the file out; `nil` when it is whole.
    var cut: Verdict?
}

/// What an article tells about its source's clutter.
struct Teaching: Sendable {
    let key: SourceKey
    let lines: SourceLines
    /// Of the profile that was applied to it.
    let version: Int
}

/// What the search index is given for an article, and given back to take it out again; words with blanks between.
struct IndexedWords: Sendable {
    var title: [UInt8]
    var body: [UInt8]
    /// Properties as words that no text can hold (see `Term`).
    var terms: [UInt8]
}
