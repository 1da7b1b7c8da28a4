import FoundationEssentials
import KeyPolicy

/// One finding as JSON.
struct FindingDocument: Encodable {
    let code: String
    let text: String
    let accountId: String
    let userId: String
    let userName: String
    let accessKeyId: String
    /// Days past the first promised deadline that no approver agreed to.
    let overdueDays: Int

    init(_ finding: Finding) {
        code = finding.kind.code
        text = finding.text
        accountId = finding.account.id.rawValue
        userId = finding.user.id.rawValue
        userName = finding.user.name
        accessKeyId = finding.key.id.rawValue
        overdueDays = finding.overdueDays
    }
}
