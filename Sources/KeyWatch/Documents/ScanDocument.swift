package import FoundationEssentials
package import KeyPolicy

/// The estate as JSON: every user and key with age and use.
package struct ScanDocument: Encodable {
    private let schemaVersion = 1
    private let at: String
    private let accounts: [Account]
    private let users: [UserDocument]

    /// - Parameter calls: AWS calls by account id.
    package init(users: [User], outcomes: [ScanOutcome], calls: [String: Int], at: Date) {
        self.at = at.isoInstant
        accounts = outcomes.map { Account($0, calls: calls[$0.account.id.rawValue] ?? 0) }
        self.users = users.map { UserDocument($0, at: at) }
    }

    package func json(pretty: Bool) throws -> String {
        try contractJSON(pretty: pretty)
    }

    private struct Account: Encodable {
        let id: String
        let name: String
        let complete: Bool
        let error: String?
        let remarks: [String]
        let calls: Int

        init(_ outcome: ScanOutcome, calls: Int) {
            id = outcome.account.id.rawValue
            name = outcome.account.name
            complete = outcome.isComplete
            error = outcome.error
            remarks = outcome.remarks
            self.calls = calls
        }
    }

    private struct UserDocument: Encodable {
        let user: User
        let at: Date

        private enum CodingKeys: String, CodingKey {
            case accountId, userName, userId, arn, owner, mfa, password, keys
        }

        private enum PasswordKeys: String, CodingKey { case enabled, lastChanged, lastUsed }

        private enum KeyKeys: String, CodingKey { case accessKeyId, status, createdAt, ageDays, lastUsed }

        init(_ user: User, at: Date) {
            self.user = user
            self.at = at
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(user.account.rawValue, forKey: .accountId)
            try container.encode(user.name, forKey: .userName)
            try container.encode(user.id.rawValue, forKey: .userId)
            try container.encode(user.arn, forKey: .arn)
            try container.encode(KeyDocument.OwnerDocument(user.owner), forKey: .owner)
            try container.encode(user.mfa, forKey: .mfa)
            var password = container.nestedContainer(keyedBy: PasswordKeys.self, forKey: .password)
            try password.encode(user.password.enabled, forKey: .enabled)
            try password.encode(user.password.lastChanged?.isoInstant, forKey: .lastChanged)
            try password.encode(user.password.lastUsed?.isoInstant, forKey: .lastUsed)
            var keys = container.nestedUnkeyedContainer(forKey: .keys)
            for key in user.keys {
                var item = keys.nestedContainer(keyedBy: KeyKeys.self)
                try item.encode(key.id.rawValue, forKey: .accessKeyId)
                try item.encode(key.status.text, forKey: .status)
                try item.encode(key.createdAt.isoInstant, forKey: .createdAt)
                try item.encode(key.age(at: at), forKey: .ageDays)
                try item.encode(KeyDocument.LastUseDocument(key.lastUse), forKey: .lastUsed)
            }
        }
    }
}
