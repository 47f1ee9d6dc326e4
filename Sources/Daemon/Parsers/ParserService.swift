import Analysis
package import Documents
import Glibc
import Platform
import SystemPackage

/// The inside of a worker process: bytes of one file after the other come in, and what they hold goes out.
///
/// It speaks on its standard input, over the socket that its parent holds the other end of, and ends with it: a parent
/// that is gone shows as the end of the stream. It needs no signal for that. (PR_SET_PDEATHSIG would come when the thread
/// ends that started it, and threads of a pool end.) A file that computes too long is ended by the kernel's own timer.
package enum ParserService {
    /// Makes of a file's bytes, and what is known beside them, what is sent: an encoded `Answer`.
    package typealias Parse = (_ bytes: [UInt8], _ context: ReadingContext) -> [UInt8]

    /// Serves with the daemon's own reader and annotator.
    package static func run() -> Never {
        run { limits in
            var readerLimits = Limits.standard
            readerLimits.fileBytes = limits.fileBytes
            let (reader, annotator) = (
                DocumentReader(limits: readerLimits), Annotator(topicThreshold: limits.topicThreshold)
            )
            let agencies = AgencyTable(adding: limits.agencies.map(Agency.init(listed:)))
            return { bytes, context in
                var context = context
                context.agencies = agencies
                return Answer(reading: bytes, in: context, reader, annotator).encoded()
            }
        }
    }

    /// Serves with another parser, as tests do.
    package static func run(making parser: (ParserLimits) -> Parse) -> Never {
        // What ends the daemon reaches all that belongs to it; the daemon decides when this ends.
        for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { signal(number, SIG_IGN) }
        OwnProcess.rename("corpusd worker")
        OwnProcess.stepBack(by: stepsBack)
        ProcessHeap.keep(bytes: keptBytes)
        do {
            try serve(parser)
        } catch FrameChannel.Failure.ended {
            exit(EXIT_SUCCESS)
        } catch {
            complain("\(error)")
            exit(EXIT_FAILURE)
        }
        exit(wasMisunderstood)
    }

    /// Returns only when the first message cannot be understood.
    private static func serve(_ parser: (ParserLimits) -> Parse) throws {
        // A parent can be trusted with the lengths that it announces.
        var channel = FrameChannel(Descriptor(owning: STDIN_FILENO), limit: Int(UInt32.max))
        guard let limits = ParserLimits(decoding: try channel.receive(patience: nil)) else { return }
        let parse = parser(limits)
        DocumentReader.loadConverters()
        proveItself()
        let confinement = try Confinement.enter(memory: limits.memoryBytes)
        proveItself()
        channel.put(Greeting(confinement: confinement).encoded())
        try channel.flush()
        while true {
            let context = ReadingContext(decoding: try next(&channel))
            let bytes = try channel.receive(patience: nil)
            limitComputing(limits.computingMilliseconds)
            channel.put(parse(bytes, context))
            try channel.flush()
            // Receiving the next file must not be counted on this one, nor be blamed on that.
            limitComputing(0)
        }
    }

    /// The next message. Once a second has passed without one, what was needed for the last files is given back.
    private static func next(_ channel: inout FrameChannel) throws(FrameChannel.Failure) -> [UInt8] {
        do throws(FrameChannel.Failure) {
            return try channel.receive(patience: 1)
        } catch .silent {
            ProcessHeap.trim()
            return try channel.receive(patience: nil)
        }
    }

    /// From here on the process may compute for so long, then SIGPROF ends it; waiting does not count. 0 sets no limit.
    private static func limitComputing(_ milliseconds: Int) {
        var timer = itimerval()
        timer.it_value = timeval(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
        setitimer(CInt(ITIMER_PROF.rawValue), &timer, nil)
    }

    /// Reads a small page on every path that needs something of the C library: before it is confined so that all is
    /// loaded, afterwards so that a parser which cannot work is never given a file, and no file is blamed for it.
    private static func proveItself() {
        let answer = Answer(reading: sample, in: ReadingContext(name: "sample.html"), DocumentReader(), Annotator())
        guard case .articles(let articles) = answer, articles.count == 1, Answer(decoding: answer.encoded()) == answer
        else {
            complain("the parser cannot read its own sample")
            exit(isBroken)
        }
    }

    /// In Windows-1252, without saying so.
    private static let sample =
        Array("<html><body><h1>A caf".utf8) + [0xE9]
        + Array("</h1><p>The mayor said on Monday that the old coffee house near the bridge will stay.</p></body>".utf8)

    /// About a tenth of a share beside the daemon. Reading runs ahead of the writer otherwise, until nothing more may be under
    /// way, and then all processors but the writer's wait for it: an eighth of the time of a bulk load (measured).
    private static let stepsBack = 10

    /// What the usual file needs, some times over.
    private static let keptBytes = 4 << 20

    /// EX_SOFTWARE and EX_PROTOCOL of sysexits.h.
    private static let isBroken: Int32 = 70
    private static let wasMisunderstood: Int32 = 76

    private static func complain(_ message: String) {
        var bytes = Array("\(message)\n".utf8)
        _ = bytes.withUnsafeMutableBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
