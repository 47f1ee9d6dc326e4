import Glibc

/// C strings in an array that ends with NULL, as execve(2) takes arguments and environment; both last as long as `body`.
package func withCStrings<Value>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value
) -> Value {
    let copies = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return copies.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { preconditionFailure("the closing NULL is always there") }
        return body(start)
    }
}
