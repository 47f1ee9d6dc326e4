import Control
import Glibc

/// One line on standard error that is written over as work goes on; nothing where that is no terminal.
struct ProgressLine {
    private let isShown = isatty(STDERR_FILENO) == 1

    func show(_ progress: WorkProgress) {
        write("\r\u{1B}[K" + Self.text(progress))
    }

    /// Makes room for what is printed next.
    func clear() {
        write("\r\u{1B}[K")
    }

    static func text(_ progress: WorkProgress) -> String {
        let left = progress.left.map { ", \($0) left" } ?? ""
        return "\(progress.stage.rawValue): \(progress.done) done\(left)"
    }

    private func write(_ text: String) {
        guard isShown else { return }
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
