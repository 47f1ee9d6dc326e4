/// What no source says, or only some rooms do.
struct Wording: Sendable {
    /// Each on its own, not as a part of a longer word.
    let words: [String]
    /// The rooms that it concerns; every one if there are none.
    var rooms: Set<String> = []
    /// Rooms that may say it nevertheless.
    var except: Set<String> = []
    /// A comment may name a call that the code does not make; but it may not speak of unfinished work.
    var isAboutComments = false
    let reason: String

    static let inSources: [Wording] =
        everywhere + [
            Wording(
                words: ["open(", "openat(", "fopen(", "opendir(", "stat(", "getenv(", "mmap("],
                rooms: ["Analysis", "Documents"],
                reason: "reading and annotating open no file"
            ),
            Wording(
                words: ["time(", "gettimeofday(", "clock_gettime(", "Date(", ".now", "random("],
                rooms: ["Analysis", "Documents"],
                reason: "the same bytes give the same record at any time"
            ),
            Wording(
                words: ["stderr", "STDERR_FILENO", "syslog(", "sd_journal"],
                except: ["Daemon", "corpusd", "corpusctl"],
                reason: "only the daemon logs"
            ),
            Wording(words: ["public"], reason: "a door is 'package'"),
        ]

    static let everywhere: [Wording] = [
        Wording(
            words: ["@unchecked Sendable", "nonisolated(unsafe)"],
            reason: "the compiler keeps threads apart, or nobody does"
        ),
        Wording(words: ["try!", "as!", "fatalError("], reason: "an error has a name and somebody who handles it"),
        Wording(
            words: ["sleep(", "usleep(", "nanosleep(", "Thread.sleep", "Task.sleep"],
            except: ["Support"],
            reason: "one waits for an event, and where nothing tells of it looks again after Blocking.pause()"
        ),
        Wording(words: ["TODO", "FIXME", "HACK"], isAboutComments: true, reason: "what is not built is not there"),
    ]

    /// Where a file says what it must not, one sentence each.
    func offences(of file: SourceFile) -> [String] {
        guard rooms.isEmpty || rooms.contains(file.room), !except.contains(file.room) else { return [] }
        return words.flatMap { word in
            file.lines(saying: word)
                .filter { !$0.isComment || isAboutComments }
                .map { "\(file.path):\($0.number) says '\(word)': \(reason)" }
        }
    }
}
