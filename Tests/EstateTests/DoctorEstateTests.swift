import Foundation
import LocalSlack
import Testing

/// `relevo doctor` on an AWS that judges every call and a Slack that knows its scopes.
struct DoctorEstateTests {
    private static let people = [
        Person.engineer("ana", "U0ANA", age: 40), Person.engineer("bea", "U0BEA", age: 30, in: Estate.hub),
        Person(name: "ci", tags: ["type": "machine", "team": "payments"], age: 20),
    ]

    /// The checks by id and subject, with what `relevo doctor` ended with.
    private struct Findings {
        let status: Int32
        let checks: [JSONValue]

        init(_ estate: Estate, _ arguments: String...) async throws {
            let ended = try await estate.start(["doctor", "--format", "json"] + arguments, name: "doctor").ended()
            status = ended.status
            checks = try ended.json()["checks"]?.list ?? []
        }

        var bad: [JSONValue] { checks.filter { $0["ok"]?.bool == false } }

        func check(_ id: String, _ subject: String = "") -> JSONValue? {
            checks.first {
                $0["id"]?.string == id && (subject.isEmpty || $0["subject"]?.string?.contains(subject) == true)
            }
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a correct set-up passes every check, and the checks change nothing`() async throws {
        try await Estate.with(checksPermissions: true, people: Self.people) { estate in
            try estate.configure(
                more: "policy: {hours: {zone: America/Lima, days: [mon], from: \"09:00\", to: \"16:00\"}}")
            let fresh = try await Findings(estate)
            #expect(fresh.status == 0, "\(fresh.bad)")
            #expect(fresh.check("last-run")?["ok"] == .null)
            #expect(!estate.folder.exists("relevo.db"))

            try await estate.turn(to: Day(0))
            // The run and the doctor go by the real clock, so its summary has to be found there.
            try await estate.slack.post("/control/clock", ["now": .string(Day.present().text)])
            expect(try await estate.start(["run", "--format", "json"]).ended(), endedWith: 0)
            let messages = try await estate.messages().count
            let found = try await Findings(estate)
            #expect(found.status == 0, "\(found.bad)")
            let unknown = found.checks.filter { $0["ok"] == .null }
            #expect(unknown.isEmpty, "\(unknown)")
            for account in [Estate.hub, "222222222222"] {
                let audited = found.checks.filter {
                    $0["id"]?.string?.hasPrefix("audit-") == true && $0["subject"]?.string?.hasPrefix(account) == true
                }
                #expect(audited.count == 7)
                #expect(found.check("enforce-permission", "\(account)")?["ok"]?.bool == true)
                #expect(found.checks.contains { $0["subject"]?.string?.hasSuffix("iam:UpdateAccessKey") == true })
            }
            #expect(try await estate.messages().count == messages)
            let tried = try await estate.changes()
            #expect(tried.count == 4)
            #expect(
                tried.allSatisfy { $0["action"]?.string == "UpdateAccessKey" && $0["outcome"]?.number == 404 },
                "\(tried)")
            #expect(try leaked(await estate.secrets(), in: "\(found.checks)").isEmpty)

            let table = try await estate.relevo("doctor", "--no-color")
            expect(table, endedWith: 0)
            #expect(table.output.contains("each role and call that a run needs is allowed."))
            #expect(table.output.contains("0 failed, 0 not checked."))
            #expect(found.check("ledger-age")?["ok"]?.bool == true)

            try await estate.slack.post("/control/channel", ["id": "C0SECURITY", "name": "security"])
            let open = try await Findings(estate)
            #expect(open.status == 3)
            #expect(open.bad.map { $0["subject"]?.string } == ["C0SECURITY (security)"])
            #expect(open.check("slack-channel", "C0SECURITY")?["fix"]?.string?.contains("private channel") == true)
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `each missing thing is named, with the fix`() async throws {
        try await Estate.with(checksPermissions: true, people: Self.people) { estate in
            _ = try await estate.relevo("scan")

            try estate.configure(externalID: "another")
            var found = try await Findings(estate)
            #expect(found.status == 3)
            #expect(found.bad.count == 4, "\(found.bad)")
            for id in ["audit-role", "enforce-role"] {
                #expect(found.check(id, "222222222222")?["fix"]?.string?.contains("external id") == true)
            }
            #expect(found.check("audit-permission", "222222222222 shop iam:ListAccessKeys")?["ok"] == .null)

            try estate.configure(mode: "notify", externalID: "another")
            found = try await Findings(estate)
            #expect(found.check("enforce-role", "222222222222")?["ok"] == .null)
            #expect(
                found.check("enforce-role", "222222222222")?["fix"]?.string?.contains("Before mode: enforce") == true)

            try estate.configure()
            try await estate.slack.post(
                "/control/token", ["scopes": ["chat:write", "channels:read", "groups:read", "users:read"]])
            try await estate.slack.post("/control/channel", ["id": "C0SECURITY", "name": "security", "member": false])
            try await estate.slack.post("/control/channel", ["id": "C0PAYMENTS", "name": "payments", "archived": true])
            try await estate.slack.post("/control/user", ["id": "U0BEA", "name": "bea", "deleted": true])
            found = try await Findings(estate)
            #expect(found.status == 3)
            #expect(
                Set(found.bad.compactMap { $0["subject"]?.string }) == [
                    "im:write", "im:history", "channels:history", "C0SECURITY (security)", "C0PAYMENTS (team payments)",
                    // Without the channel's messages it is unknown whether the ledger is the newest.
                    "relevo.db",
                ])
            #expect(found.check("slack-id", "U0BEA of bea in 111111111111")?["status"]?.string == "warning")
            #expect(found.check("slack-channel", "C0SECURITY")?["fix"]?.string == "In #security: /invite @relevo")

            try await estate.slack.post("/control/token", ["revoked": true])
            found = try await Findings(estate)
            #expect(found.check("slack-token")?["ok"]?.bool == false)

            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644], ofItemAtPath: estate.folder.file("relevo.db"))
            found = try await Findings(estate)
            #expect(found.check("ledger-mode")?["fix"]?.string?.contains("chmod 600") == true)
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `one refused action is distinguished from the others, and one account from the others`() async throws {
        try await Estate.with(checksPermissions: true, people: Self.people) { estate in
            try await estate.proxy.post(
                "/proxy/rules",
                [
                    [
                        "kind": "answer", "account": "222222222222", "action": "UpdateAccessKey", "status": 403,
                        "body": .string(Self.denial),
                    ],
                    ["kind": "denied", "account": "222222222222", "action": "GetCredentialReport"],
                ])
            let found = try await Findings(estate)
            #expect(found.status == 3)
            #expect(
                found.bad.compactMap { $0["subject"]?.string } == [
                    "222222222222 shop iam:GetCredentialReport", "222222222222 shop iam:UpdateAccessKey",
                ])
            let fix = found.check("enforce-permission", "222222222222 shop iam:UpdateAccessKey")?["fix"]?.string
            #expect(fix?.contains("service control policy") == true)

            // What nobody has to act on is said, but not with --quiet.
            for command in ["scan", "plan", "run"] {
                let said = try await estate.relevo(command)
                #expect(said.complaints.contains("The credential report"), "\(command): \(said.complaints)")
                let quiet = try await estate.relevo(command, "--quiet")
                expect(quiet, endedWith: 0)
                #expect(quiet.complaints.isEmpty, "\(command): \(quiet.complaints)")
            }

            let one = try await Findings(estate, "--account", Estate.hub)
            #expect(one.status == 0, "\(one.bad)")
            #expect(try await Findings(estate, "--account", "999999999999").check("organization")?["ok"]?.bool == false)

            try await estate.proxy.delete("/proxy/rules")
            try await estate.proxy.post("/proxy/date", ["offsetSeconds": -600])
            #expect(try await Findings(estate).check("clock")?["ok"]?.bool == false)
        }
    }

    private static let denial = """
        <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: x is not authorized to perform: \
        iam:UpdateAccessKey on resource: user y with an explicit deny in a service control policy</Message></Error>\
        <RequestId>r-1</RequestId></ErrorResponse>
        """

    @Test(.timeLimit(.minutes(20)))
    func `bad credentials are one finding, and what depends on them is not checked`() async throws {
        try await Estate.with(accounts: 1, checksPermissions: true) { estate in
            let ended = try await estate.relevo(
                "doctor", "--format", "json",
                environment: ["AWS_SECRET_ACCESS_KEY": "wrongwrongwrongwrongwrongwrongwrong"])
            expect(ended, endedWith: 3)
            let bad = try ended.json()["checks"]?.list.filter { $0["ok"]?.bool == false } ?? []
            #expect(bad.map { $0["id"]?.string } == ["credentials"])
            #expect(bad.first?["subject"]?.string == "environment")
            try estate.folder.write("mode: enfroce\n", to: "relevo.yaml")
            let refused = try await estate.relevo("doctor", "--format", "json")
            expect(refused, endedWith: 64)
            #expect(try refused.json()["checks"]?.list.first?["subject"]?.string?.hasSuffix("relevo.yaml:1:7") == true)
        }
    }
}
