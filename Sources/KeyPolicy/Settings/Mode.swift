/// How far Relevo goes in an account; each mode does all that the one before it does.
package enum Mode: String, Codable, Hashable, Sendable, CaseIterable {
    /// Only the summary is posted.
    case report
    /// Owners and the channel are told what *would* happen; nothing is switched off.
    case notify
    /// Keys are deactivated on the day that was promised.
    case enforce
}
