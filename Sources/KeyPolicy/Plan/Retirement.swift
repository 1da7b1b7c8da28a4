/// A key that goes before its day, by its owner's leave.
package struct Retirement: Hashable, Sendable {
    package let successor: AccessKeyID
    package let agreedBy: SlackUserID
    package let reason: String

    package init(successor: AccessKeyID, agreedBy: SlackUserID, reason: String) {
        self.successor = successor
        self.agreedBy = agreedBy
        self.reason = reason
    }
}
