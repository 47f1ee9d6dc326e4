import Glibc

/// Lines that are written over by the next ones where standard output is a terminal, and follow each other elsewhere.
struct Screen {
    private let isTerminal = isatty(STDOUT_FILENO) == 1
    private var shown = 0

    /// As wide as the terminal is now.
    var style: Style { .current() }

    mutating func show(_ lines: [String]) {
        guard isTerminal else {
            for line in lines + [""] { Output.print(line) }
            return Output.flush()
        }
        let size = Self.size()
        // What does not fit would scroll, and could not be written over.
        let fitting = lines.prefix(max(1, size.rows - 1)).map { Columns.cut($0, size.columns) }
        // Up to the first line, and away with all below it.
        let home = shown > 0 ? "\u{1B}[\(shown)F\u{1B}[J" : ""
        Output.print(home + fitting.joined(separator: "\n"))
        Output.flush()
        shown = fitting.count
    }

    private static func size() -> (rows: Int, columns: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else {
            return (24, 80)
        }
        return (Int(size.ws_row), Int(size.ws_col))
    }
}
