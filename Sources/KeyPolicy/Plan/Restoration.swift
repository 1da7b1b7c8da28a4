package import FoundationEssentials

/// A deactivated key that is switched on again for a while, because something important stands still.
package struct Restoration: Hashable, Sendable {
    /// The first run at or after this instant deactivates it again, past the whole gate. Nil when no promise stands that it
    /// could carry out: the key stays on, and the next round of notices begins as usual.
    package let until: Date?
    package let reason: String

    package init(until: Date?, reason: String) {
        self.until = until
        self.reason = reason
    }
}
