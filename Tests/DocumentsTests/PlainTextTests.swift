import Documents
import Foundation
import Testing

@Suite("Plain text")
struct PlainTextTests {
    static let prose =
        "The two delegations met for five hours on Thursday and parted without having signed a statement."

    static let layouts = [
        ("One\r\n\r\nTwo\rThree\n", "One\n\nTwo\nThree"),
        ("\n\n  One  \t\n \n\n\u{A0}\nTwo\n\n", "One\n\nTwo"),
        ("One\u{A0}two", "One\u{A0}two"),
    ]

    @Test("Line ends are unified, blanks around lines cut, and empty lines folded into one", arguments: layouts)
    func layout(text: String, body: String) {
        #expect(read(text) == Reading(documents: [Document(body: body)]))
    }

    static let headlines: [(String, String?)] = [
        ("Talks end in Geneva\n\n\(prose)", "Talks end in Geneva"),
        ("Talks end in Geneva\n\(prose)", "Talks end in Geneva"),
        ("Talks end in Geneva\n\nTalks end in Geneva\nPhoto", "Talks end in Geneva"),
        (
            "Friday, July 19, 2024\n\nEnvoys of both sides leave Geneva without a deal\n\nMust read\n\nX",
            "Envoys of both sides leave Geneva without a deal"
        ),
        ("13:33 GMT\nListen Live\n\n\(prose)", nil),
        ("Must read\n\n\(prose)", nil),
        ("Jan 4, 2021 10:11\nPolitics | Culture | Sport\nTalks end\nBy Jane Doe\n0 23\n\(prose)", "Talks end"),
        ("Our city\nTalks end in Geneva\nPublished: Jan 4, 2021\n\(prose)", "Talks end in Geneva"),
        ("Bitte bestätigen Sie, dass Sie kein Roboter sind\n\nTalks end in Geneva\n\n\(prose)", "Talks end in Geneva"),
        ("Talks ended in Geneva on Friday.\n\n\(prose)", nil),
        ("\(prose)\n\n\(prose)", nil),
        ("talks end in Geneva\n\n\(prose)", nil),
        ("Talks end in Geneva", nil),
        ("Share of the year 2020\n\nMust read", nil),
        ("Envoys meet again in the U.S.\n\n\(prose)", "Envoys meet again in the U.S."),
        (
            "双方在日内瓦结束会谈\n\n外交部发言人星期三在北京举行的记者会上表示，双方同意在下个月继续就安全问题进行磋商。会谈持续了五个多小时。",
            "双方在日内瓦结束会谈"
        ),
    ]

    @Test("A title is taken where a line reads like one, and is no part of the body", arguments: headlines)
    func headline(text: String, title: String?) {
        let document = read(text).documents.first
        #expect(document?.title == title)
        #expect(document?.body.isEmpty == false)
        if let title { #expect(document?.body.contains(title) == false) }
    }

    @Test("Between headline and byline stands the deck")
    func deck() {
        let deck = "Neither side signed a statement, and the next round is in May"
        let document = read("Talks end\n\n\(deck)\n\nBy Jane Doe\n\n\(Self.prose)").documents.first
        #expect(document?.title == "Talks end")
        #expect(document?.deck == deck)
        #expect(document?.body == Self.prose)
    }

    private func read(_ text: String) -> Reading {
        DocumentReader().read(Array(text.utf8), named: "a.txt")
    }
}
