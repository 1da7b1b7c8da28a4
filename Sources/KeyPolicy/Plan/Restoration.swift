package import FoundationEssentials

/// A deactivated key that is switched on again for a while, because something important stands still.
package struct Restoration: Hashable, Sendable {
    /// The first run at or after this instant switches it off again, past the whole gate.
    package let until: Date
    package let reason: String

    package init(until: Date, reason: String) {
        self.until = until
        self.reason = reason
    }
}
