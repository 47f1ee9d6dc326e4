extension Reading {
    /// The reading as tagged fields, for a socket: see `FieldWriter`. Costs about a copy of the text.
    package func encoded() -> [UInt8] {
        var writer = FieldWriter(reserving: 64)
        for document in documents { writer.put(1, record: document.write) }
        if let refusal { writer.put(2, record: refusal.write) }
        return writer.bytes
    }

    /// What `encoded()` wrote; `nil` for anything else, however hostile.
    package init?(decoding bytes: [UInt8]) {
        var documents: [Document] = []
        var refusal: Refusal?
        var reader = FieldReader(bytes)
        while let field = reader.next() {
            switch field.number {
            case 1:
                guard let bytes = field.bytes, let document = Document(decoding: bytes) else { return nil }
                documents.append(document)
            case 2:
                guard let bytes = field.bytes, let value = Refusal(decoding: bytes) else { return nil }
                refusal = value
            default: continue
            }
        }
        guard !reader.isBroken, documents.isEmpty == (refusal != nil) else { return nil }
        self.init(documents: documents)
        self.refusal = refusal
    }
}

extension Problem {
    func write(to writer: inout FieldWriter) {
        writer.put(1, code)
        writer.put(2, message)
        if let offset { writer.put(3, offset) }
    }

    init?(decoding bytes: ArraySlice<UInt8>) {
        self.init(code: "", message: "")
        var reader = FieldReader(bytes)
        while let field = reader.next() {
            switch field.number {
            case 1:
                guard let value = field.text else { return nil }
                code = value
            case 2:
                guard let value = field.text else { return nil }
                message = value
            case 3:
                guard let value = field.integer else { return nil }
                offset = value
            default: continue
            }
        }
        guard !reader.isBroken, !code.isEmpty else { return nil }
    }
}

extension Refusal {
    fileprivate func write(to writer: inout FieldWriter) {
        writer.put(1, reason.rawValue)
        writer.put(2, detail)
    }

    fileprivate init?(decoding bytes: ArraySlice<UInt8>) {
        var reason: Reason?
        var detail: String?
        var reader = FieldReader(bytes)
        while let field = reader.next() {
            switch field.number {
            case 1: reason = field.text.flatMap(Reason.init(rawValue:))
            case 2: detail = field.text
            default: continue
            }
        }
        guard !reader.isBroken, let reason else { return nil }
        self.init(reason, detail: detail)
    }
}
