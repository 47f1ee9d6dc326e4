import Glibc
import Testing

/// `text` in a charset of the C library.
func encoded(_ text: String, as charset: String) throws -> [UInt8] {
    let converter = try #require(iconv_open(charset, "UTF-8"))
    defer { iconv_close(converter) }
    var input = text.utf8.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 4 + 16)
    let room = output.count
    var left = room
    let result = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            var source = input.baseAddress
            var sourceLeft = input.count
            var target = output.baseAddress
            let converted = iconv(converter, &source, &sourceLeft, &target, &left)
            _ = iconv(converter, nil, nil, &target, &left)
            return converted
        }
    }
    try #require(result == 0)
    return output.prefix(room - left).map { UInt8(bitPattern: $0) }
}

/// The UTF-8 of `text`, taken for text in a charset of single bytes and encoded in UTF-8 once more.
func encodedAgain(_ text: String, mistakenFor charset: String) throws -> [UInt8] {
    let converter = try #require(iconv_open("UTF-8", charset))
    defer { iconv_close(converter) }
    return text.utf8.flatMap { byte in
        var input = CChar(bitPattern: byte)
        var output = [CChar](repeating: 0, count: 8)
        let room = output.count
        var left = room
        let result = withUnsafeMutablePointer(to: &input) { input in
            output.withUnsafeMutableBufferPointer { output in
                var source: UnsafeMutablePointer<CChar>? = input
                var sourceLeft = 1
                var target = output.baseAddress
                return iconv(converter, &source, &sourceLeft, &target, &left)
            }
        }
        guard result == 0 else { return Array(String(Character(Unicode.Scalar(byte))).utf8) }
        return output.prefix(room - left).map { UInt8(bitPattern: $0) }
    }
}
