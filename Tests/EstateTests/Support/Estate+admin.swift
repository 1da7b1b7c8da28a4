import Foundation
import LocalSlack
import Testing

extension Estate {
    /// Runs a Python script as an administrator of an account would: over the wire, with keys of its own.
    ///
    /// - Parameter script: finds the local AWS's address in `sys.argv[1]`, and the arguments after it.
    func administer(_ account: String, _ script: String, _ arguments: String...) async throws {
        let key = try await administrator(of: account)
        let ended = try await ChildProcess(
            Programs.python, ["-c", script, aws.url] + arguments,
            environment: Programs.environment.merging([
                "AWS_ACCESS_KEY_ID": key.id, "AWS_SECRET_ACCESS_KEY": key.secret, "AWS_DEFAULT_REGION": "us-east-1",
                "HOME": folder.path, "PYTHONDONTWRITEBYTECODE": "1",
            ]) { $1 }, in: folder, name: "admin"
        ).ended()
        expect(ended, endedWith: 0)
    }

    /// A user who may do everything in an account, and is not watched for it.
    func administrator(of account: String) async throws -> (id: String, secret: String) {
        let all = #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#
        let admin = try await aws.post(
            "/estate/users",
            [
                "accountId": .string(account), "userName": "admin", "path": "/break-glass/",
                "policies": ["all": .string(all)], "keys": [[:]], "tags": ["type": "machine"],
            ])
        let key = try #require(admin["keys"]?.list.last)
        return (key["accessKeyId"]?.string ?? "", key["secretAccessKey"]?.string ?? "")
    }
}
