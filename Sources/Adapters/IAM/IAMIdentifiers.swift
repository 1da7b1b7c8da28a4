import AWS
import KeyPolicy

// Wire strings become identifiers here, and only here.

extension User {
    /// The user as IAM tells it, without keys.
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
