internal import CModels

extension LanguageModel {
    /// "LID" and the version of this form. Numbers are little-endian; then come the languages, and the table of grams.
    private static let magic: [UInt8] = [0x4C, 0x49, 0x44, 2]

    /// The model as the bytes that `init(embedded:)` reads. The table has at least one bucket's directory.
    package func encoded() -> [UInt8] {
        var bytes = Self.magic
        func put(_ number: Float) { withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 } }
        put(calibration.sharpness)
        put(calibration.fading)
        bytes.append(UInt8(languages.count))
        for language in languages {
            let code = Array(language.code.utf8)
            bytes += [UInt8(code.count)] + code + [language.script.rawValue]
            put(language.prior)
            language.floors.forEach(put)
            put(language.typical.read)
            put(language.typical.skimmed)
        }
        return bytes + table.bytes
    }

    /// The model that the executable carries.
    package static let trained = LanguageModel(embedded: EmbeddedModel.language)

    /// - Parameter bytes: what `encoded()` gave, checked by whoever built this executable: a test reads it.
    private init(embedded bytes: UnsafeRawBufferPointer) {
        var position = Self.magic.count
        precondition(bytes.starts(with: Self.magic), "The language model is of another version; make train-language")
        func byte() -> UInt8 {
            position += 1
            return bytes[position - 1]
        }
        func number() -> Float {
            position += 4
            return Float(
                bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position - 4, as: UInt32.self))
            )
        }
        let calibration = Calibration(sharpness: number(), fading: number())
        let languages = (0..<byte()).map { _ in
            let code = String(decoding: (0..<byte()).map { _ in byte() }, as: UTF8.self)
            guard let script = Script(rawValue: byte()) else {
                preconditionFailure("The language model has another script")
            }
            let prior = number()
            return Language(
                code: code,
                script: script,
                prior: prior,
                floors: (0..<LetterGrams.longest).map { _ in number() },
                typical: TypicalWeights(read: number(), skimmed: number())
            )
        }
        self.init(
            languages: languages,
            calibration: calibration,
            table: GramTable(storage: .embedded(offset: position))
        )
    }
}

/// The bytes of models that are part of the executable.
package enum EmbeddedModel {
    package static var language: UnsafeRawBufferPointer {
        let model = cmodels_language()
        return UnsafeRawBufferPointer(start: model.bytes, count: model.count)
    }
}
