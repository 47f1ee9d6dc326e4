import Foundation

/// From the act that completes a file to the first answer that has it: an open connection asks without a pause.
struct Drops {
    let place: Workplace

    private struct PeerAnswer: Decodable { let times: [Double] }

    /// Asking goes on for so long at most.
    private static let patience = 20.0

    /// With a word amid its sentences: what stands alone below an article may be taken for a part of the page.
    private static func article(_ text: [UInt8], saying token: String) -> [UInt8] {
        let sentences = text.indices.dropFirst(text.count / 3).dropLast()
        let middle = sentences.first { text[$0] == UInt8(ascii: ".") && text[$0 + 1] == UInt8(ascii: " ") }
        let place = middle.map { $0 + 1 } ?? text.count
        return text.prefix(place) + Array(" Then \(token) was said.".utf8) + text.dropFirst(place)
    }

    func run() throws(Failure) {
        let folder = place.path("dropped")
        try makeFolder(folder)
        let daemon = try Daemon(place, state: place.state)
        let connection = try daemon.connect()
        try connection.sync()
        daemon.figures.rest(seconds: 2)
        var random = Randomness(seed: place.options.seed, stream: 77)
        let run = String(UInt32(truncatingIfNeeded: UInt64(Clock.now * 1_000)), radix: 36)
        var dropped: [String] = []
        for isRename in [true, false] {
            var samples: [Double] = []
            let load = OtherLoad()
            let cpu = daemon.figures.cpuSeconds
            for number in 0..<place.options.drops {
                Clock.pass(milliseconds: random.within(100...300))
                let token = "dropped\(run)\(isRename ? "r" : "w")\(number)"
                let text = Self.article(place.corpus.maker.article(place.corpus.files + number), saying: token)
                let target = "\(place.corpus.path)/\(Self.place)/\(token).txt"
                let began: Double
                if isRename {
                    try writeFile("\(folder)/\(token)", text)
                    began = Clock.now
                    guard rename("\(folder)/\(token)", target) == 0 else { throw Failure("rename", target) }
                } else {
                    began = Clock.now
                    try writeFile(target, text)
                }
                dropped.append(target)
                while try connection.count(token) == 0 {
                    guard Clock.now - began < Self.patience else { throw Failure("'\(target)' is not found") }
                }
                samples.append((Clock.now - began) * 1_000)
            }
            let others = load.cores(besides: daemon.figures.cpuSeconds - cpu)
            place.table.add(
                Figure.percentiles(
                    "drop",
                    "corpusd",
                    isRename ? "rename" : "write",
                    of: samples,
                    others: others,
                    target: "<= 10"
                )
            )
        }
        for file in dropped { remove(file) }
        try connection.sync()
        daemon.figures.rest(seconds: 1)
        daemon.stop()
        try measurePeer(folder)
    }

    /// Where files are dropped: a folder of the corpus that exists.
    private static let place = "00000"

    private func measurePeer(_ folder: String) throws(Failure) {
        let database = place.peerDatabase("contentless")
        guard FileManager.default.fileExists(atPath: database) else { return }
        let text = "\(folder)/article"
        try writeFile(text, place.corpus.maker.article(place.corpus.files))
        let copy = place.path("peer-drops.sqlite")
        remove(copy)
        do { try FileManager.default.copyItem(atPath: database, toPath: copy) } catch {
            throw Failure("cannot copy '\(database)': \(error.localizedDescription)")
        }
        let load = OtherLoad()
        let (output, _) = try place.runPeer(["drops", copy, String(place.options.drops), text])
        let others = load.cores()
        remove(copy)
        guard let answer = try? JSONDecoder().decode(PeerAnswer.self, from: Data(output.utf8)) else {
            throw Failure("the peer answered '\(output)'")
        }
        place.table.add(
            Figure.percentiles("drop", "sqlite3 contentless", "insert in process", of: answer.times, others: others)
        )
    }
}
