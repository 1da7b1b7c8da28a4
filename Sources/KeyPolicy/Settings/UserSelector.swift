package import FoundationEssentials

/// An entry of the configuration that names users or keys.
package struct UserSelector: Hashable, Sendable {
    private enum Subject: Hashable, Sendable {
        case pattern(ARNPattern)
        case id(String)
        case key(AccessKeyID)

        init(_ subject: Exemption.Subject) {
            switch subject {
            case .user(let text): self = text.hasPrefix("arn:") ? .pattern(ARNPattern(exactly: text)) : .id(text)
            case .key(let key): self = .key(key)
            }
        }
    }

    package let setting: String
    private let subject: Subject

    /// Every such entry of a policy that is meant to have an effect now; `ownUser` was protected by Relevo itself.
    package static func all(of policy: Policy, besides ownUser: ARNPattern?, at now: Date) -> [UserSelector] {
        var selectors: [UserSelector] = []
        for pattern in policy.protected where pattern != ownUser {
            selectors.append(UserSelector(setting: "policy.protected", subject: .pattern(pattern)))
        }
        for pattern in policy.decoys {
            selectors.append(UserSelector(setting: "policy.decoys", subject: .pattern(pattern)))
        }
        for exemption in policy.exemptions where exemption.source == .configuration && exemption.holds(at: now) {
            selectors.append(UserSelector(setting: "policy.exemptions", subject: Subject(exemption.subject)))
        }
        return selectors
    }

    package func matches(_ user: User) -> Bool {
        switch subject {
        case .pattern(let pattern): pattern.matches(user.arn)
        case .id(let id): user.id.rawValue == id
        case .key(let key): user.keys.contains { $0.id == key }
        }
    }

    /// The account that an ARN names, itself a pattern; nil where the entry may be about any account.
    private var account: ARNPattern? {
        guard case .pattern(let pattern) = subject else { return nil }
        let parts = pattern.text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return parts.count == 6 ? ARNPattern(String(parts[4])) : nil
    }

    package func isAbout(_ account: AccountID) -> Bool { self.account?.matches(account.rawValue) ?? true }

    /// The one account that it names; nil where it may be about several.
    package var onlyAccount: AccountID? { account.flatMap { AccountID(rawValue: $0.text) } }

    /// What is missing where nothing matches.
    package var missing: String {
        switch subject {
        case .pattern(let pattern): "user that matches \(pattern.text)"
        case .id(let id): "user with the id \(id)"
        case .key(let key): "key \(key)"
        }
    }

    /// Finds what it may have meant among users given one after the other.
    package struct Search: Sendable {
        private let name: ARNPattern?
        private let text: String
        private let subject: Subject
        private var sameName: String?
        private var near: NearestMatch

        package init(for selector: UserSelector) {
            subject = selector.subject
            switch selector.subject {
            case .pattern(let pattern):
                text = pattern.text.split(separator: "/").last.map(String.init) ?? ""
                name = text.allSatisfy { $0 == "*" } ? nil : ARNPattern(text)
            case .id(let id): (text, name) = (id, nil)
            case .key(let key): (text, name) = (key.rawValue, nil)
            }
            near = NearestMatch(to: text)
        }

        package mutating func see(_ user: User) {
            switch subject {
            case .pattern:
                // Most often it is the path that was left out.
                if name?.matches(user.name) ?? false, sameName.map({ user.arn < $0 }) ?? true { sameName = user.arn }
                near.see(user.name, shownAs: user.arn)
            case .id: near.see(user.id.rawValue, shownAs: "\(user.id) (\(user.arn))")
            case .key: for key in user.keys { near.see(key.id.rawValue, shownAs: "\(key.id.masked) of \(user.arn)") }
            }
        }

        package var nearest: String? { sameName ?? near.word }
    }

    private init(setting: String, subject: Subject) {
        self.setting = setting
        self.subject = subject
    }
}

/// An entry of the configuration that matches nothing.
package struct UnmatchedSelector: Hashable, Codable, Sendable, CustomStringConvertible {
    /// Its setting, such as `policy.protected`.
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
