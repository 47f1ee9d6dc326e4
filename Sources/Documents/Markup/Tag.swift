/// The elements of HTML that matter to a reader of text; any other is `other`.
enum Tag: String, CaseIterable {
    case html, head, body, title, meta, link, base
    case article, main, section, header, footer, aside, nav, hgroup, address, form, fieldset, figure, figcaption,
        details
    case summary, dialog, center, div, p, pre, blockquote, hr, h1, h2, h3, h4, h5, h6
    case ul, ol, li, dl, dt, dd, table, caption, thead, tbody, tfoot, tr, td, th
    case br, a, span, b, i, em, strong, u, font, small, sub, sup, q, cite, img, time, abbr, label
    case script, style, noscript, template, svg, iframe, object, embed, canvas, math, audio, video, button, select
    case option, textarea, input
    case other = ""
    /// A piece of text; no element.
    case text = "#text"

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// - Parameter name: in lower case.
    static func named(_ name: String) -> Tag? { byName[name] }

    /// Whether nothing inside of it is text of the page.
    var isDropped: Bool {
        switch self {
        case .script, .style, .noscript, .template, .svg, .iframe, .object, .embed, .canvas, .math, .audio, .video,
            .button, .select, .option, .textarea, .input, .nav:
            true
        default: false
        }
    }

    /// Whether it stands for the whole page, so that its classes tell of no part.
    var isOfPage: Bool { self == .html || self == .body || self == .head }

    var isHeading: Bool {
        switch self {
        case .h1, .h2, .h3, .h4, .h5, .h6: true
        default: false
        }
    }

    /// Whether its text need not be in sentences.
    var isData: Bool { self == .td || self == .th || self == .pre || self == .li || self == .blockquote }

    /// What parts its text from the text around it, as browsers do it for `innerText` (WHATWG HTML, 3.2.7).
    var gap: Gap {
        switch self {
        case .article, .main, .section, .header, .footer, .aside, .hgroup, .address, .form, .fieldset, .figure,
            .figcaption, .details, .summary, .dialog, .center, .div, .p, .pre, .blockquote, .hr, .h1, .h2, .h3, .h4,
            .h5, .h6, .ul, .ol, .dl, .table, .caption, .body:
            .paragraph
        case .li, .dt, .dd, .tr, .thead, .tbody, .tfoot, .br: .line
        case .td, .th: .cell
        default: .none
        }
    }
}

/// What stands between two pieces of text; the widest wins.
enum Gap: Comparable {
    case none, space, cell, line, paragraph
}
