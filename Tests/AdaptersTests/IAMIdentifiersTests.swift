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
    func `a key's status is taken word for word`(text: String, status: KeyStatus) throws {
        let key = try key("AKIA0000000000000001", text)
        #expect(key.status == status && key.createdAt == Self.date)
    }

    @Test(arguments: ["", "AKIA", "akia0000000000000001", "AKIA000000000000000 "])
    func `a key id that is none is refused`(id: String) {
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
