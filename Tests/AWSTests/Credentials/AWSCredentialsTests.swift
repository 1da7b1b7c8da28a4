import Testing

@testable import AWS

struct AWSCredentialsTests {
    @Test func `show only the ends of their key id`() throws {
        let credentials = try Made.credentials()
        var dumped = ""
        dump(credentials, to: &dumped)
        dump([credentials], to: &dumped)
        for text in [
            "\(credentials)", String(reflecting: credentials), dumped, "\([credentials])",
            "\(Optional(credentials) as Any)",
        ] {
            #expect(text.contains("AKIA…MPLE"))
            #expect(!text.contains(Made.secret) && !text.contains(Made.token))
        }
        #expect(try AWSCredentials(accessKeyID: "short", secretAccessKey: "s").shownKeyID == "…")
    }

    @Test func `drop trailing white space`() throws {
        let credentials = try AWSCredentials(accessKeyID: " AKIA\n", secretAccessKey: "s\r\n", sessionToken: " ")
        #expect(credentials.accessKeyID == "AKIA" && credentials.secretAccessKey == "s")
        #expect(credentials.sessionToken == nil)
    }

    static let bad = [
        ("", "s", "t"), ("AKIA", " ", "t"), ("AK IA", "s", "t"), ("AKIA", "s\nX: y", "t"), ("AKIA", "s", "t\r\nX: y"),
        ("AKIA", "é", "t"),
    ]

    @Test(arguments: bad)
    func `refuse characters that are not valid in a header, without repeating them`(
        _ id: String, _ secret: String, _ token: String
    ) {
        let error = #expect(throws: AWSError.self) {
            try AWSCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token)
        }
        #expect(error?.kind == .credentials)
        #expect(error?.description.contains("X: y") == false)
    }
}
