import Documents
import Store
import Testing

@Suite("The ledger")
struct LedgerTests {
    @Test("Folders are listed in byte order, with every folder that has files in or below it, and only those")
    func folders() throws {
        let library = try Library()
        let paths = ["b/x", "a-b/y", "a/z", "a/deep/er/w", "a.d/v", "top", "c/only/below/u", "a/zz", "a/Z", "ab/t"]
        _ = try library.store.apply(paths.map { library.read($0, "Title\n\($0)") })
        func names(_ folder: String) throws -> [String] {
            try library.store.subfolders(of: Array(folder.utf8)).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(try names("") == ["a", "a-b", "a.d", "ab", "b", "c"])
        #expect(try names("a") == ["deep"])
        #expect(try names("c") == ["only"])
        #expect(try names("c/only") == ["below"])
        #expect(try names("b") == [])
        #expect(try names("nowhere") == [])
        func files(_ folder: String) throws -> [String] {
            try library.store.files(in: Array(folder.utf8)).map { String(decoding: $0.name, as: UTF8.self) }
        }
        #expect(try files("a") == ["Z", "z", "zz"])
        #expect(try files("") == ["top"])
        #expect(try files("c") == [])
        _ = try library.store.apply([library.absent("c/only/below/u")])
        #expect(try names("") == ["a", "a-b", "a.d", "ab", "b"])
    }

    @Test("Names are bytes: what is no UTF-8, newlines, and 255 of them")
    func bytes() throws {
        let library = try Library()
        let names: [[UInt8]] = [
            [0x01], [0x0A], [UInt8](repeating: 0x61, count: 255), Array("new\nline".utf8), [0xC3, 0x28], [0xFE, 0xFF],
            [0xFF],
        ]
        for (index, name) in names.enumerated() {
            for folder in [[], name + [0x2F], name + [0x2F] + name + [0x2F]] {
                var outcome = library.read("x", "Title \(index)\nbytes")
                outcome.path = folder + name
                _ = try library.store.apply([outcome])
                #expect(try library.store.ledger(folder + name)?.path == folder + name)
            }
        }
        #expect(try library.store.files(in: []).map(\.name) == names)
        #expect(try library.store.subfolders(of: []) == names)
        for name in names { #expect(try library.store.subfolders(of: name) == [name]) }
        #expect(try library.hits("bytes").count == 3 * names.count)
        try library.expectSound()
    }

    @Test("A stamp that was fresh when it was taken is no proof, and a file without one is looked at again")
    func certainty() throws {
        let library = try Library()
        let tick: Int64 = 1_000_000
        for (name, age, certain) in [
            ("fresh", 5 * tick, false), ("settled", 100 * tick, true), ("future", -tick, false),
        ] {
            var outcome = library.outcome(name, .absent)
            var stamp = library.stamp()
            stamp.changed = outcome.at - age
            outcome.result = .refusedContent(stamp, ContentHash(of: Array(name.utf8)), Refusal(.empty))
            _ = try library.store.apply([outcome])
            let known = try #require(try library.store.files(in: []).first { $0.name == Array(name.utf8) })
            #expect(known == KnownFile(name: Array(name.utf8), stamp: stamp, isCertain: certain, reason: "empty"))
        }
        _ = try library.store.apply([
            library.outcome("blind", .refused(nil, .failed, reason: "inputOutputError", detail: nil))
        ])
        let blind = try #require(try library.store.files(in: []).first)
        #expect(
            blind
                == KnownFile(
                    name: Array("blind".utf8),
                    stamp: nil,
                    isCertain: false,
                    reason: "inputOutputError"
                )
        )
    }

    @Test("Rows are listed by state and reason, page by page")
    func listing() throws {
        let library = try Library()
        _ = try library.store.apply(
            (0..<10).map { library.read("good\($0)", "Title\n\($0)") }
                + (0..<10).map {
                    library.outcome(
                        "bad\($0)",
                        .refused(
                            library.stamp(),
                            $0 < 7 ? .failed : .skipped,
                            reason: $0 % 2 == 0 ? "fifo" : "io",
                            detail: nil
                        )
                    )
                }
        )
        func list(_ state: FileState?, _ reason: String?) throws -> [String] {
            var names: [String] = []
            var cursor: Int64 = 0
            while true {
                let page = try library.store.ledger(state: state, reason: reason, after: cursor, limit: 2)
                names += page.map { String(decoding: $0.path, as: UTF8.self) }
                guard page.count == 2, let last = page.last else { return names }
                cursor = last.cursor
            }
        }
        #expect(try list(.failed, nil) == (0..<7).map { "bad\($0)" })
        #expect(try list(.skipped, "io") == ["bad7", "bad9"])
        #expect(try list(nil, "fifo") == [0, 2, 4, 6, 8].map { "bad\($0)" })
        #expect(try list(.indexed, nil).count == 10)
        #expect(try list(nil, nil).count == 20)
        #expect(try list(.quarantined, nil) == [])
    }

    @Test("Every commit has the next number, also over a restart")
    func sequence() throws {
        let library = try Library()
        for number in 1...3 {
            #expect(try library.store.apply([library.read("f\(number)", "Title\n\(number)")]).sequence == Int64(number))
            try library.reopen()
        }
        let tally = try library.store.tally()
        #expect(tally.sequence == 3 && tally.articles == 3 && tally.files[.indexed] == 3 && tally.bytes > 0)
    }

    @Test("A file is known by all names that its inode has, and by none that it had")
    func names() throws {
        let library = try Library()
        _ = try library.store.apply([
            library.read("a", "Title\none", inode: 7), library.read("d/e/b", "Title\none", inode: 7),
            library.read("other", "Title\none", inode: 8), library.read("was", "Title\none", inode: 7),
            library.outcome("odd", .refused(library.stamp(inode: 7), .skipped, reason: "tooLarge", detail: nil)),
            library.outcome("none", .refused(nil, .failed, reason: "io", detail: nil)),
        ])
        _ = try library.store.apply([library.absent("was"), library.read("a", "Title\ntwo", inode: .max)])
        func names(_ inode: UInt64, limit: Int = 10) throws -> [String] {
            try library.store.names(ofInode: inode, limit: limit).map { String(decoding: $0.path, as: UTF8.self) }
        }
        #expect(try names(7) == ["d/e/b", "odd"])
        #expect(try names(7, limit: 1) == ["d/e/b"])
        #expect(try names(.max) == ["a"])
        #expect(try names(9) == [])
        let file = try #require(try library.store.names(ofInode: 8, limit: 1).first?.file)
        #expect(try library.store.files(in: []).contains(file))
    }
}
