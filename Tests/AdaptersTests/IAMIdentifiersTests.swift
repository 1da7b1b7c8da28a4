import AWS
import FoundationEssentials
import KeyPolicy
import Testing

@testable import Adapters

struct IAMIdentifiersTests {
    private static let date = Date(timeIntervalSince1970: 1_767_268_800)

    private func key(_ id: String, _ status: String) throws -> AccessKey {
        try AccessKey(IAMAccessKey(userName: "anna", id: id, status: status, createDate: Self.date))
    }

    @Test(
        arguments: zip(
            ["Active", "Inactive", "Expired", "active"],
            [KeyStatus.active, .inactive, .other("Expired"), .other("active")]))
    func `a key's status is kept as written`(text: String, status: KeyStatus) throws {
        let key = try key("AKIA0000000000000001", text)
        #expect(key.status == status && key.createdAt == Self.date)
    }

    /// What is stored is what is compared: a fraction that one answer has and another lacks would make it another key.
    @Test(arguments: [0.678, 0.678_901, 0.999_999])
    func `a creation date is in whole seconds, also after it was stored`(fraction: Double) throws {
        let listed = IAMAccessKey(
            userName: "anna", id: "AKIA0000000000000001", status: "Active",
            createDate: Self.date.addingTimeInterval(fraction))
        let key = try AccessKey(listed)
        #expect(key.createdAt == Self.date)
        #expect(try JSONDecoder().decode(AccessKey.self, from: JSONEncoder().encode(key)) == key)
        let account: AccountID = try #require(AccountID(rawValue: "111111111111"))
        let user = IAMUser(
            path: "/", name: "anna", id: "AIDA0000000000000001", arn: "arn:aws:iam::111111111111:user/anna",
            createDate: Self.date.addingTimeInterval(fraction))
        #expect(try User(user, in: account).createdAt == Self.date)
        let use = IAMAccessKeyLastUse(
            userName: "anna", date: Self.date.addingTimeInterval(fraction), service: nil, region: nil)
        #expect(LastUse(use) == .used(at: Self.date, service: nil, region: nil))
    }

    @Test(arguments: ["", "AKIA", "akia0000000000000001", "AKIA000000000000000 "])
    func `an invalid key id is refused`(id: String) {
        #expect(throws: AdapterError.malformed(what: "an access key id", text: id)) { try key(id, "Active") }
    }

    @Test func `a refusal shows no more than eighty characters of what came`() {
        let error = AdapterError.malformed(what: "a user id", text: String(repeating: "x", count: 500))
        #expect("\(error)".count < 250)
    }

    @Test func `roles are named in the account and partition they are in`() throws {
        let roles = RoleNames(audit: "RelevoAudit", enforce: "x/RelevoEnforce", externalID: nil, partition: "aws-cn")
        let account = try #require(AccountID(rawValue: "111111111111"))
        #expect(roles.arn(of: roles.enforce, in: account) == "arn:aws-cn:iam::111111111111:role/x/RelevoEnforce")
        #expect(roles.sessionName(try #require(RunID(rawValue: "run-10000"))) == "relevo-run-10000")
    }
}
