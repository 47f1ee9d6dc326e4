/// How far some work is.
package struct WorkProgress: Codable, Equatable, Sendable {
    /// What is being done.
    package enum Stage: String, Codable, Sendable { case comparing, reading, checking }

    package var stage: Stage
    /// Pieces that are done: files or folders.
    package var done: Int
    /// Pieces that are known to be left; null when nobody knows yet.
    @Nullable package var left: Int?

    package init(_ stage: Stage, done: Int, left: Int? = nil) {
        self.stage = stage
        self.done = done
        self.left = left
    }
}

/// Something that was looked for, and how often it was found.
package struct Finding: Codable, Equatable, Sendable {
    /// A word for programs.
    package var what: String
    /// How much of it was checked.
    package var checked: Int
    /// How much was wrong.
    package var wrong: Int
    /// How much of that is right again; the rest is being read anew.
    package var repaired: Int
    /// What was wrong, a sentence each; a few.
    package var messages: [String]
    /// How much was changed by others while it was checked: that is followed as ever, and was not wrong. Null where nothing
    /// can be.
    @Nullable package var changed: Int?

    package init(
        what: String,
        checked: Int,
        wrong: Int,
        repaired: Int,
        messages: [String] = [],
        changed: Int? = nil
    ) {
        self.what = what
        self.checked = checked
        self.wrong = wrong
        self.repaired = repaired
        self.messages = messages
        self.changed = changed
    }
}

/// A part of the corpus: what Retry and Reindex are called with. The whole corpus when it names nothing.
package struct PartCall: Codable, Equatable, Sendable {
    /// The file or folder, relative to the corpus.
    @Nullable package var path: String?
    /// The same in Base64.
    @Nullable package var pathBase64: String?

    package init(path: String? = nil, pathBase64: String? = nil) {
        self.path = path
        self.pathBase64 = pathBase64
    }
}

/// What Rescan is called with.
package struct RescanCall: Codable, Equatable, Sendable {
    /// The folder, relative to the corpus.
    @Nullable package var path: String?
    /// The same in Base64.
    @Nullable package var pathBase64: String?
    /// The files of a folder that is held are gone indeed.
    @Nullable package var accept: Bool?

    package init(path: String? = nil, pathBase64: String? = nil, accept: Bool? = nil) {
        self.path = path
        self.pathBase64 = pathBase64
        self.accept = accept
    }
}

/// What Rescan and Reindex answer.
package struct WorkReply: Codable, Equatable, Sendable {
    package var progress: WorkProgress

    package init(progress: WorkProgress) {
        self.progress = progress
    }
}

/// What Retry answers.
package struct RetryReply: Codable, Equatable, Sendable {
    /// How many files are read again.
    package var files: Int

    package init(files: Int) {
        self.files = files
    }
}

/// What Verify is called with.
package struct VerifyCall: Codable, Equatable, Sendable {
    /// Read every file again as well.
    @Nullable package var contents: Bool?

    package init(contents: Bool? = nil) {
        self.contents = contents
    }
}

/// What Verify answers.
package struct VerifyReply: Codable, Equatable, Sendable {
    package var progress: WorkProgress
    /// Empty but in the last reply.
    package var findings: [Finding]

    package init(progress: WorkProgress, findings: [Finding] = []) {
        self.progress = progress
        self.findings = findings
    }
}

/// What Reload answers.
package struct ReloadReply: Codable, Equatable, Sendable {
    /// The keys whose new values only a restart applies.
    package var restart: [String]

    package init(restart: [String]) {
        self.restart = restart
    }
}

/// What a method without an answer answers.
package typealias Done = NoParameters
