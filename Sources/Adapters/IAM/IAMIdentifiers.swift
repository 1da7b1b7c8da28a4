import AWS
import KeyPolicy

// Wire strings become identifiers here, and only here.

extension User {
    /// The user as IAM describes it, without keys.
    init(_ user: IAMUser, in account: AccountID) throws {
        guard let id = UserID(rawValue: user.id) else { throw AdapterError.malformed(what: "a user id", text: user.id) }
        self.init(
            account: account, id: id, name: user.name, path: user.path, arn: user.arn, createdAt: user.createDate,
            tags: Dictionary(user.tags.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first }), keys: [])
    }
}

extension AccessKey {
    init(_ key: IAMAccessKey) throws {
        guard let id = AccessKeyID(rawValue: key.id) else {
            throw AdapterError.malformed(what: "an access key id", text: key.id)
        }
        self.init(id: id, status: KeyStatus(key.status), createdAt: key.createDate)
    }
}

extension LastUse {
    /// A key's last use as IAM knows it; without a date, the key was never used.
    /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html
    init(_ last: IAMAccessKeyLastUse) {
        if let date = last.date {
            self = .used(at: date.wholeSeconds, service: last.service, region: last.region)
        } else {
            self = .never
        }
    }
}
