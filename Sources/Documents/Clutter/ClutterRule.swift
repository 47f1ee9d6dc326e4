/// Why a line is no part of the article: the words that `Removal.rule` bears for lines of plain text.
enum ClutterRule: String, CaseIterable {
    /// The page's clock, or a date that stands alone.
    case clock
    /// "Published on DATE", "Updated: DATE".
    case published
    /// Sections of the site side by side: "Home | World | Sport".
    case menu
    /// Numbers that stand alone: how often a page was shared, or read.
    case counter
    case share, follow, subscribe, account, player, advertisement
    /// "READ MORE: ...", "See also ...": a link to another article.
    case readMore
    /// What stands above links to other articles: "Must read".
    case teaserHeading
    case cookies, captcha, comments, rights
    /// The name of a field of the page's template: "Main image:".
    case fieldLabel
    /// A name said twice, and what the page says of its bearer: "About the author: ...".
    case authorBox
    /// A wire service's name alone.
    case agencyLine
    /// Below the text and below other furniture: headlines of other articles.
    case afterArticle
    /// A credit in which nobody is named.
    case credit
    /// No rule named it; its shape and its place did.
    case lineModel
}

/// What a line of a plain text is.
enum LineRole: Equatable {
    case body, title, deck, caption, keywords, credit
    case clutter(ClutterRule)
}
