/// The command line as the kernel passed it: a path in it need not be UTF-8.
package enum RawArguments {
    /// The bytes of an argument that the parser knows as text, where U+FFFD may stand for what is no UTF-8.
    package static func bytes(of text: String) -> [UInt8] {
        guard text.unicodeScalars.contains("\u{FFFD}") else { return Array(text.utf8) }
        for index in 1..<max(1, Int(CommandLine.argc)) {
            guard let pointer = CommandLine.unsafeArgv[index] else { continue }
            var length = 0
            while pointer[length] != 0 { length += 1 }
            let bytes = (0..<length).map { UInt8(bitPattern: pointer[$0]) }
            if String(decoding: bytes, as: UTF8.self) == text { return bytes }
        }
        return Array(text.utf8)
    }
}
