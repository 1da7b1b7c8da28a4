import FoundationEssentials
import Testing

@testable import AWS

@Suite(.timeLimit(.minutes(20)))
struct SSOCredentialsTests {
    private let config = """
        [default]
        sso_session = corp
        sso_account_id = 222222222222
        sso_role_name = Read Only
        [sso-session corp]
        sso_region = eu-west-1
        sso_start_url = https://corp.awsapps.com/start
        """

    private func signIn(_ end: String = "2026-11-24T12:00:00Z") -> String {
        "{\"startUrl\": \"x\", \"accessToken\": \"bearer-1\", \"expiresAt\": \"\(end)\"}"
    }

    private let role = """
        {"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "\(Made.secret)",
         "sessionToken": "\(Made.token)", "expiration": 1795512345000}}
        """

    private func chain(
        _ signIn: String?, config: String? = nil, key: String = "corp", sender: any HTTPSender, url: String = ""
    ) throws -> DefaultCredentialsChain {
        let path = SSOToken.path(key: key, home: "/home/me")
        return try Made.chain(
            files: signIn.map { [path: $0] } ?? [:], config: config ?? self.config, sender: sender,
            settings: try Made.settings(environment: ["AWS_ENDPOINT_URL_SSO": url]))
    }

    @Test func `the sign-in is cached where the AWS CLI caches it`() {
        // printf my-session | sha1sum
        #expect(
            SSOToken.path(key: "my-session", home: "/h")
                == "/h/.aws/sso/cache/9e28173066ce536e277c5fb355efd9c64f398167.json")
    }

    @Test func `are requested from the portal with the token of the sign-in`() async throws {
        try await LiveSender.run([Made.response(200, role)]) { server, url, sender in
            let found = try chain(signIn(), sender: sender, url: url)
            #expect(found.source == .sso(profile: "default"))
            let credentials = try await found.credentials()
            #expect(credentials.accessKeyID == "ASIASSO" && credentials.sessionToken == Made.token)
            #expect(credentials.expiration == Date(timeIntervalSince1970: 1_795_512_345))
            let request = server.requests[0]
            #expect(
                request.hasPrefix("GET /federation/credentials?role_name=Read%20Only&account_id=222222222222 HTTP/1.1"))
            #expect(request.contains("x-amz-sso_bearer_token: bearer-1\r\n"))
            #expect(!request.lowercased().contains("authorization"))
        }
    }

    @Test func `the portal is in the session's region, whatever the selected region is`() async throws {
        let sender = ScriptedSender([.text(200, role)])
        _ = try await chain(signIn(), sender: sender).credentials()
        #expect(sender.requests[0].url.hasPrefix("https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?"))
    }

    @Test func `the sign-in of a profile without a session is cached by its start URL`() async throws {
        let config = """
            [default]
            sso_start_url = https://corp.awsapps.com/start
            sso_region = us-east-1
            sso_account_id = 222222222222
            sso_role_name = r
            """
        let sender = ScriptedSender([.text(200, role)])
        // The format of older versions.
        let found = try chain(
            signIn("2026-11-24T12:00:00UTC"), config: config, key: "https://corp.awsapps.com/start", sender: sender)
        #expect(try await found.credentials().accessKeyID == "ASIASSO")
    }

    private static let fix = "run `aws sso login --profile default`"
    static let failures: [(name: String, signIn: String?, steps: [ScriptedSender.Step], words: [String])] = [
        ("never signed in", nil, [], ["There is no sign-in", fix]),
        ("the sign-in is over", signIn("2026-11-24T06:38:59Z"), [], ["has expired", fix]),
        ("it ends now", signIn("2026-11-24T06:39:00Z"), [], ["has expired", fix]),
        ("no sign-in", "{\"clientId\": \"x\"}", [], ["is not what `aws sso login` writes", fix]),
        ("garbage", "bearer-1", [], ["is not what `aws sso login` writes", fix]),
        ("signed out", signIn(), [.text(401, "{\"message\": \"bearer-1\"}")], ["no longer accepts the sign-in", fix]),
        ("no such role", signIn(), [.text(403)], ["does not grant that role; check sso_account_id"]),
        ("something else", signIn(), [.text(400)], ["returned HTTP 400"]),
        (
            "an answer that is none", signIn(), [.text(200, "{\"roleCredentials\": {}}")],
            ["other than JSON with credentials"]
        ),
        (
            "no network", signIn(), Array(repeating: .failure(.timedOut(sent: false)), count: 3),
            ["did not respond; check the network and sso_region"]
        ),
    ]

    private static func signIn(_ end: String = "2026-11-24T12:00:00Z") -> String {
        "{\"accessToken\": \"bearer-1\", \"expiresAt\": \"\(end)\"}"
    }

    @Test(arguments: failures.map(\.name))
    func `says what went wrong and how to fix it`(_ name: String) async throws {
        let row = try #require(Self.failures.first { $0.name == name })
        let found = try chain(row.signIn, sender: ScriptedSender(row.steps))
        let error = await #expect(throws: AWSError.self) { try await found.credentials() }
        for words in row.words {
            #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        }
        #expect(error?.description.contains("bearer-1") == false)
    }
}
