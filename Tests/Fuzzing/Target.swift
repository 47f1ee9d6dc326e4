import Glibc

// Compiled by fuzz.sh into one module with the sources of Documents; libFuzzer brings `main`.

/// What is given the fuzzer's bytes.
private enum Target: String {
    case plain, html, charset
}

private let target = getenv("FUZZ_TARGET").flatMap { Target(rawValue: String(cString: $0)) }
private let reader = DocumentReader()

/// libFuzzer's door: a crash, a hang, or a promise that is not kept is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    switch target {
    case .plain: check(reader.read(bytes, named: "a.txt"), of: bytes, named: "a.txt")
    case .html: check(reader.read(Array("<!doctype html>".utf8) + bytes, named: "a.html"), of: bytes, named: "a.html")
    case .charset: checkText(of: bytes)
    case nil: preconditionFailure("FUZZ_TARGET is plain, html or charset")
    }
    return 0
}

/// What a reading promises whatever it was made of.
private func check(_ reading: Reading, of bytes: [UInt8], named name: String) {
    precondition(reading.documents.isEmpty == (reading.refusal != nil), "a reading has documents or a refusal")
    for document in reading.documents {
        precondition(!document.body.utf8.contains(0), "a NUL in the body")
        for evidence in document.evidence {
            precondition((0...1).contains(evidence.confidence), "a confidence beyond 1")
        }
    }
    // Over the wire and back it is the same.
    precondition(Reading(decoding: reading.encoded()) == reading, "a reading that does not survive its coding")
}

private func checkText(of bytes: [UInt8]) {
    guard let text = try? reader.text(of: bytes, named: "a.html") else { return }
    precondition(!text.utf8.contains { $0.isStrayControl || $0 == .carriageReturn }, "a control character in the text")
    precondition(text.utf8.count <= 4 * bytes.count + 16, "text that grows beyond measure")
}
