import Glibc

/// What is watched by a sanitizer (`make check`) is ten times as slow, so less of it is tried where more shows no more.
package enum Sanitizer {
    package static let isWatching = getenv("TSAN_OPTIONS") != nil

    /// So many, or some of them.
    package static func some(of count: Int, instead fewer: Int) -> Int { isWatching ? fewer : count }
}
