import Control
import Store

/// A question to the store on behalf of a client: what the store refuses is the service's fault.
func asking<Value>(_ body: () throws(StoreFailure) -> Value) throws(ControlError) -> Value {
    do throws(StoreFailure) {
        return try body()
    } catch {
        throw .internal(error.description)
    }
}
