import Documents
import Foundation
import Testing

@Suite("The five seeds, as a careful reader takes them")
struct SeedReadingTests {
    struct Expected: Sendable, CustomTestStringConvertible {
        var name: String
        var title: String?
        var deck: String?
        var captions: [String] = []
        var keywords: [String] = []
        /// Lines that are no part of the body.
        var apart: [String]
        var kept: [String]

        var testDescription: String { name }
    }

    static let seeds = [
        Expected(
            name: "000_cd5b2ea129040593.txt",
            keywords: ["John Bolton", "Nikolai Patrushev", "US", "Russia"],
            apart: [
                "13:33 GMT22 June 2021", "Listen Live", "Get short URL", "0 19",
                "Follow Sputnik's feed to find out more.",
                "READ MORE: US Democrats Demand Records on Bolton's Alleged Links to Butina — Letter",
                "John Bolton, Nikolai Patrushev, US, Russia", "Community standardsDiscussion",
            ],
            kept: [
                "This is the first meeting between US and Russian officials since the Trump-Putin summit in Helsinki.",
                "Patrushev also said that he invited the US colleagues to Moscow \"or some other city in Russia.\"",
                "Outcome of US — Russia Meeting",
            ]
        ),
        Expected(
            name: "001_d4962ae5929e65f2.txt",
            captions: [
                """
                U.S. National Security Advisor John R. Bolton (6th L) and Russian Security Council Secretary Nikolai \
                Patrushev (5th R) hold talks in Geneva, Switzerland, Aug. 23, 2018. (Xinhua/U.S. Mission Photo/Eric \
                Bridiers)
                """
            ],
            apart: ["(Xinhua/U.S. Mission Photo/Eric Bridiers)"],
            kept: [
                """
                A meeting between U.S. National Security Advisor John R. Bolton and his Russian counterpart, Security \
                Council Secretary Nikolai Patrushev, concluded Thursday afternoon here in Geneva
                """
            ]
        ),
        Expected(
            name: "002_e40b68deeb16a5ec.txt",
            title: "Washington and Moscow continue to discuss the Biden-Putin summit",
            apart: [
                "Friday, July 19, 2024", "Must read", "Cole Hanson", "Extreme twitteraholic.", "See also",
                "Latest article",
                "France Media",
            ],
            kept: [
                """
                Meanwhile, Vladimir Putin will participate in the virtual world summit organized by Joe Biden on Thursday \
                via video, the Kremlin announced Monday.
                """,
                "If nothing is decided, negotiations will continue.",
            ]
        ),
        Expected(
            name: "003_29a71ff916561eee.txt",
            title: "Russia, US mull fresh Putin-Biden meeting",
            deck: """
                There is absolutely obvious mutual aspiration to develop such contacts,’ says Russian Foreign Minister Lavrov
                """,
            apart: ["This website uses cookies"],
            kept: [
                "‘Timely, helpful’ visit by US diplomat", "Nuland arrived in Moscow on Monday.",
                "Russia says ready for contacts at all levels",
            ]
        ),
        Expected(
            name: "004_9c2de3c9228bb410.txt",
            title: "U.S.-Russian talks conclude in Geneva",
            apart: [
                "Fecha de publicación:", "Imagen principal:", "Add new comment",
                "This question is for testing whether or not you are a human visitor",
                "Enter the characters shown in the image.", "21 January 2022", "U.S.-Russian talks conclude in Geneva",
            ],
            kept: [
                """
                The dialogue seemed brief to some political analysts and media who were quick to warn about its short \
                duration, barely one hour and 50 minutes, taking into account the large gaps in the issues to be addressed \
                between the parties.
                """
            ]
        ),
    ]

    @Test(
        "Title, deck, captions and keywords are found, and the body has all of the article and nothing else",
        arguments: seeds
    )
    func seed(expected: Expected) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../seeds")
        let bytes = Array(try Data(contentsOf: folder.appending(path: expected.name)))
        let document = try #require(DocumentReader().read(bytes, named: expected.name).documents.first)
        #expect(document.title == expected.title)
        #expect(document.deck == expected.deck)
        #expect(document.captions == expected.captions)
        #expect(document.keywords == expected.keywords)
        #expect(document.problems == [])
        let body = document.body.replacing("\u{A0}", with: " ")
        for line in expected.apart { #expect(!body.contains(line)) }
        for line in expected.kept { #expect(body.contains(line)) }
    }

    @Test("Every line of a seed is in its body or named in another field", arguments: seeds)
    func losesNothing(expected: Expected) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../seeds")
        let text = try String(contentsOf: folder.appending(path: expected.name), encoding: .utf8)
        let document = try #require(DocumentReader().read(Array(text.utf8), named: expected.name).documents.first)
        let fields =
            [document.title, document.deck].compactMap { $0 } + document.captions + document.removed.map(\.text)
        let elsewhere = fields.map { $0.trimmingCharacters(in: .whitespaces) }
        for line in text.split(separator: "\n") {
            let line = line.trimmingCharacters(in: .whitespaces)
            let isKeywords = !document.keywords.isEmpty && document.keywords.allSatisfy { line.contains($0) }
            #expect(line.isEmpty || isKeywords || document.body.contains(line.suffix(60)) || elsewhere.contains(line))
        }
    }
}
