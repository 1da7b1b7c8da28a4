/// An entry of the configuration that names nothing: what it should protect, or choose, is not there.
package struct UnmatchedSelector: Hashable, Sendable, CustomStringConvertible {
    /// Where it stands, such as `policy.protected`.
    package let setting: String
    /// What isn't there, such as `account 222222222222 in the organization`.
    package let missing: String
    /// What it may have meant.
    package let nearest: String?

    package init(setting: String, missing: String, nearest: String? = nil) {
        self.setting = setting
        self.missing = missing
        self.nearest = nearest
    }

    /// One sentence for the person who wrote the configuration, and what to do.
    package var description: String {
        let nearest = nearest.map { " The nearest is \($0)." } ?? ""
        return "\(setting): there is no \(missing), so this entry does nothing.\(nearest) Correct it or remove it."
    }
}
