import Glibc
package import SystemPackage

/// A file's bytes, piece by piece.
package struct FilePieces: ~Copyable {
    private let path: FilePath
    private let file: Descriptor
    private var piece: [UInt8]

    /// - Parameter size: of each piece but the last.
    package init(_ path: FilePath, size: Int) throws(SystemFailure) {
        self.path = path
        let number = try retrying { open(path.string, O_RDONLY | O_CLOEXEC) }.get("open", path.string)
        file = Descriptor(owning: number)
        piece = [UInt8](repeating: 0, count: size)
    }

    /// The next bytes; none at the end of the file.
    package mutating func next() throws(SystemFailure) -> ArraySlice<UInt8> {
        var filled = 0
        while filled < piece.count {
            let count = piece.withUnsafeMutableBytes { bytes in
                retrying { read(file.rawValue, bytes.baseAddress.map { $0 + filled }, bytes.count - filled) }
            }
            let more = try count.get("read", path.string)
            guard more > 0 else { break }
            filled += more
        }
        return piece[..<filled]
    }
}
