package import KeyPolicy

/// What a run is doing, for somebody who waits for it.
package enum Progress: Sendable {
    case accountsFound(Int)
    case accountScanned(Account, isComplete: Bool)
    case deciding
    case sending(done: Int, of: Int)
    case deactivating(done: Int, of: Int)
    case closing
}

package typealias ProgressHandler = @Sendable (Progress) -> Void
