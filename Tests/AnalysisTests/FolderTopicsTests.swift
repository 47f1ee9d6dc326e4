import Analysis
import Testing

struct FolderTopicsTests {
    private let topics = FolderTopics([Array("a/b".utf8): "one", Array("a/b/c".utf8): "two"])

    @Test(
        "The topic of a folder is that of the nearest one around it",
        arguments: [
            ("a/b", "one"), ("a/b/x/y", "one"), ("a/b/c", "two"), ("a/b/c/d", "two"), ("a/bc", nil), ("a", nil),
            ("", nil),
        ]
    )
    func nearest(folder: String, topic: String?) {
        #expect(topics.topic(of: Array(folder.utf8)) == topic)
    }

    @Test("The topic of the corpus itself is that of all of it")
    func root() {
        let topics = FolderTopics([[]: "all", Array("a".utf8): "one"])
        #expect(["", "b/c", "a/x"].map { topics.topic(of: Array($0.utf8)) } == ["all", "all", "one"])
        #expect(!topics.isEmpty && FolderTopics().isEmpty)
        #expect(FolderTopics().topic(of: []) == nil)
    }
}
