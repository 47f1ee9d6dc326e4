import Glibc
import Platform
import Support
import SystemPackage
import Testing

/// Which system call fails, how, and from when on.
struct Fault {
    /// In place of an error: the daemon is killed before the call is made.
    static let death = Errno(rawValue: -SIGKILL)

    /// The numbers of `enum kind` in `Faults/faults.c`.
    enum Kind: Int64, CaseIterable {
        case open = 1
        case read = 2
        case stat = 4
        case watch = 8
        case list = 16
        case write = 32
    }

    /// The numbers of `enum scope`.
    enum Place: Int64, CaseIterable {
        case corpus = 1
        case state = 2
    }

    var kinds: [Kind]
    var place: Place
    var error: Errno = .ioError
    /// The first call that fails, counted from 1.
    var nth = 1
    /// That call alone fails, or all from then on.
    var isForever = false
}

/// The test's end of `Faults/faults.c`: makes system calls of a running daemon fail, and moves its wall clock.
final class Faults {
    /// The numbers of `struct control`, in its order.
    private enum Slot: Int {
        case kinds, nth, forever, error, scopes, calls, failed, shift, ready
    }

    private let control: CInt
    private let path: FilePath
    private let scratch: ScratchFolder
    private let library: String

    init(_ scratch: ScratchFolder) async throws {
        library = try await Self.library.value
        self.scratch = scratch
        path = scratch("faults")
        control = open(path.string, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try #require(control >= 0 && ftruncate(control, 4096) == 0)
    }

    deinit { close(control) }

    /// What the daemon is started with.
    var environment: [String: String] {
        let others = getenv("LD_PRELOAD").map { ":" + String(cString: $0) } ?? ""
        return [
            "LD_PRELOAD": library + others, "CORPUSD_FAULTS": path.string,
            "CORPUSD_FAULTS_CORPUS": scratch("corpus").string, "CORPUSD_FAULTS_STATE": scratch("state").string,
        ]
    }

    func arm(_ fault: Fault) {
        lift()
        self[.nth] = Int64(fault.nth)
        self[.forever] = fault.isForever ? 1 : 0
        self[.error] = Int64(fault.error.rawValue)
        self[.scopes] = fault.place.rawValue
        self[.calls] = 0
        self[.failed] = 0
        self[.kinds] = fault.kinds.reduce(0) { $0 | $1.rawValue }
    }

    /// Nothing fails any more; the counts stay.
    func lift() { self[.kinds] = 0 }

    /// How many calls were made to fail since it was armed.
    var failures: Int { Int(self[.failed]) }
    /// How many calls could have been.
    var calls: Int { Int(self[.calls]) }
    /// Whether a daemon has it loaded: else no test of it would mean anything.
    var isLoaded: Bool { self[.ready] == 1 }

    /// How far the daemon's wall clock is ahead of the machine's.
    func shiftClock(seconds: Int64) { self[.shift] = seconds * 1_000_000_000 }

    private subscript(slot: Slot) -> Int64 {
        get {
            var value: Int64 = 0
            pread(control, &value, 8, off_t(slot.rawValue * 8))
            return value
        }
        set {
            var value = newValue
            pwrite(control, &value, 8, off_t(slot.rawValue * 8))
        }
    }

    /// Compiled once for all tests, beside the program that it is loaded into.
    private static let library = Task {
        let path = Program.products.appending("faults.so").string
        let source = Program.repository.appending("Tests/Faults/faults.c").string
        let result = try await Program.run(
            "/usr/bin/env",
            ["clang", "-Wall", "-Werror", "-shared", "-fPIC", "-o", path, source]
        )
        try #require(result.status == 0, "\(result.complaint)")
        return path
    }
}
