package import FoundationEssentials

/// A deactivated key that is switched on again for a while, because something important stands still.
package struct Restoration: Hashable, Sendable {
    /// The first run at or after this instant switches it off again, past the whole gate.
    package let until: Date
    package let reason: String
    /// Whether it could be deactivated again, as things stand: otherwise nothing is threatened that won't happen.
    package let isBinding: Bool

    package init(until: Date, reason: String, isBinding: Bool) {
        self.until = until
        self.reason = reason
        self.isBinding = isBinding
    }
}
