import Analysis
import Daemon
import Documents
import Glibc

// A worker process whose parser does to itself what hostile bytes might do to ours. What it does is the file's first
// word; any other file is read as the daemon reads it. Called with `run` it is the daemon that starts such workers.

var isTainted = false

if CommandLine.arguments.dropFirst().first == "run" { try PoisonedDaemon.run() }

ParserService.run { limits in
    let (reader, annotator) = (DocumentReader(), Annotator())
    func honest(_ bytes: [UInt8], _ context: ReadingContext = ReadingContext(name: "a.txt")) -> [UInt8] {
        Answer(reading: bytes, in: context, reader, annotator).encoded()
    }
    return { bytes, context in
        let word = String(decoding: bytes.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
        // Blames the next one, whatever it is.
        if isTainted { crash() }
        switch word {
        case "crash": crash()
        case "taint": isTainted = true
        case "hang": while getpid() > 0 {}
        case "hush": poll(nil, 0, -1)
        case "bomb":
            var heap: [[UInt8]] = []
            while true { heap.append([UInt8](repeating: 1, count: 1 << 20)) }
        case "blast": return [UInt8](repeating: 1, count: 1 << 40)
        case "kill": raise(SIGKILL)
        case "stop": raise(SIGSTOP)
        case "leave": exit(EXIT_SUCCESS)
        case "break":
            // Announces a hundred bytes, and sends three.
            write(STDIN_FILENO, [100, 0, 0, 0, 1, 2, 3], 7)
            exit(EXIT_SUCCESS)
        case "drip":
            // Announces a hundred bytes, and says one of them now and then.
            write(STDIN_FILENO, [100, 0, 0, 0], 4)
            for _ in 0..<100 {
                poll(nil, 0, 500)
                write(STDIN_FILENO, [0], 1)
            }
        case "garbage": return [UInt8](repeating: 0xFF, count: 100)
        case "flood": return [UInt8](repeating: 0, count: 16 << 20)
        case "nul":
            let document = Document(body: "a\0b")
            let article = Article(document: document, language: "en", fingerprint: Fingerprint(high: 1, low: 2))
            return Answer.articles([article]).encoded()
        case "chatter":
            let line = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
            write(STDERR_FILENO, line, line.count)
        case "escape": return honest(Array(Escape.attempts().utf8))
        default: break
        }
        return honest(bytes, context)
    }
}

func crash() -> Never {
    UnsafeMutableRawPointer(bitPattern: 8)?.storeBytes(of: 1, as: UInt8.self)
    exit(EXIT_SUCCESS)
}
