import Platform
import Store
import Watch

struct Verification {
    var checked = 0; var left = 0; var findings: [(what: String, checked: Int, wrong: Int, repaired: Int)] = []
}
extension ArticleStore {
    func staleFiles(after: Int64, limit: Int) throws(StoreFailure) -> (files: [[UInt8]], next: Int64?) { ([], nil) }
    func markStale(below: [UInt8]) throws(StoreFailure) -> Int { 0 }
    func countStale() throws(StoreFailure) -> Int { 0 }
    func forgetContents(of: [[UInt8]]) throws(StoreFailure) {}
    func verify(_ progress: (Verification) -> Void) throws(StoreFailure) -> Verification { Verification() }
}
extension LedgerRow { var content: Int64? { nil } }
