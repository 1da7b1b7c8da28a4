import KeyWatch

/// A rule of the contract that a ledger broke, as a sentence.
package struct ContractViolation: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }

    /// Throws the sentence unless `condition` holds.
    static func unless(_ condition: Bool, _ sentence: @autoclosure () -> String) throws {
        if !condition { throw ContractViolation(sentence()) }
    }

    /// Throws unless both are the same, saying both.
    static func unlessEqual<Value: Equatable>(_ found: Value, _ expected: Value, _ subject: String) throws {
        if found != expected { throw ContractViolation("\(subject): \(expected) was expected, \(found) was found.") }
    }

    /// Throws unless the write is refused because the fence is no longer the lease's.
    static func unlessFenced(_ act: String, _ write: () async throws -> Void) async throws {
        do {
            try await write()
        } catch LedgerError.fenced {
            return
        }
        throw ContractViolation("\(act) with a stale fence went through.")
    }
}
