import Glibc
import Synchronization

/// Standard output: gathered and written in pieces; a reader that has seen enough ends the program with success.
enum Output {
    private static let gathered = Mutex<[UInt8]>([])
    /// Bytes that are gathered before they are written.
    private static let piece = 16 << 10

    /// Opens /dev/null for whichever of the three standard descriptors is closed: else the socket would take its number, and
    /// what is printed would be sent to the service. To be called before anything is opened.
    static func completeDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            // The lowest number that is free is this one.
            _ = open("/dev/null", O_RDWR)
        }
    }

    static func print(_ line: String) {
        let isFull = gathered.withLock { gathered in
            gathered += line.utf8
            gathered.append(UInt8(ascii: "\n"))
            return gathered.count >= piece
        }
        if isFull { flush() }
    }

    /// On standard error, after what was printed before.
    static func complain(_ message: String) {
        guard !message.isEmpty else { return }
        flush()
        // Where complaints cannot be written, the status still tells.
        _ = write(Array(message.utf8) + [UInt8(ascii: "\n")], to: STDERR_FILENO)
    }

    static func flush() {
        let bytes = gathered.withLock { gathered in
            defer { gathered = [] }
            return gathered
        }
        switch write(bytes, to: STDOUT_FILENO) {
        case 0: break
        // `corpusctl search x | head -1` is a success; a full disk is not.
        case EPIPE: Glibc.exit(0)
        case let failure:
            complain("corpusctl: the output cannot be written: \(String(cString: strerror(failure)))")
            Glibc.exit(Failure.Status.output.rawValue)
        }
    }

    /// - Returns: the errno, or 0.
    static func write(_ bytes: [UInt8], to descriptor: CInt) -> CInt {
        // A broken pipe is told by the write, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}

/// How text is laid out for the one who reads it.
struct Style: Equatable {
    /// Columns; lines are wrapped to them.
    var width: Int
    var isColoured: Bool

    /// For a file, a pipe, and a test.
    static let plain = Style(width: 80, isColoured: false)

    /// As standard output is: a terminal has its own width, and colours unless $NO_COLOR (no-color.org) is set.
    static func current() -> Style {
        guard isatty(1) == 1 else { return .plain }
        var size = winsize()
        let known = ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let isColoured = getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
        return Style(width: known ? max(40, min(Int(size.ws_col), 100)) : 80, isColoured: isColoured)
    }

    func bold(_ text: String) -> String { paint(text, "1") }
    func dim(_ text: String) -> String { paint(text, "2") }
    func marked(_ text: String) -> String { paint(text, "1;33") }

    private func paint(_ text: String, _ code: String) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
