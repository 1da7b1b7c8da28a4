import Foundation
import LocalSlack
import Testing

/// Users and keys left alone until a date, with the real programs: by command, by tags and by the configuration.
struct ExemptionEstateTests {
    @Test(.timeLimit(.minutes(20)))
    func `by command: no notices while it lasts, a warning, and a new round when it ended`() async throws {
        let start = Day.present()
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 90, on: start)]) { estate in
            try await estate.goodRun(on: start.later(hours: -2))
            #expect(try await estate.messages(to: "U0ANA").count == 1)
            let until = Day.present(days: 10)
            let ended = try await estate.now(
                "exempt", "ana", "--until", until.text, "--reason", "migration, OPS-123", "--by", "Luis Paz")
            expect(ended, endedWith: 0)
            #expect(ended.output == "All keys of ana in 222222222222: exempt until \(until.text).\n")
            #expect(ended.complaints.isEmpty, "\(ended.complaints)")
            let granted = try await estate.messages(in: Estate.channel, threads: false)
                .filter { $0.words.contains("Exempt until") }
            #expect(granted.count == 1)
            #expect(granted.first?.words.contains("“migration, OPS-123”, approved by *Luis Paz* (by command)") == true)
            let list = try await estate.now("exempt", "--list", "--format", "json").json()["exemptions"]?.list ?? []
            #expect(list.map { $0["source"]?.string } == ["command"])

            let first = try await estate.goodRun(on: start.later(hours: 26))
            #expect(Self.heldCodes(of: "ana", first) == ["exempt"])
            #expect(first["exemptions"]?.list.map { $0["approver"]?.string } == ["Luis Paz"])
            #expect(try await estate.messages(to: "U0ANA").count == 1)
            for day in [4.0, 6, 9] { try await estate.goodRun(on: start.later(hours: day * 24)) }
            let told = try await estate.messages(to: "U0ANA")
            #expect(told.count == 2, "the notice and one warning")
            #expect(told.last?.words.contains("An exemption ends soon") == true)

            for day in [10.1, 11, 15] { try await estate.goodRun(on: start.later(hours: day * 24)) }
            #expect(try await estate.status(of: "ana") == "Active")
            #expect(try await estate.facts("roundEnded").count == 1)
            let again = try await estate.messages(to: "U0ANA")
            #expect(again.count == 3)
            #expect(again.last?.words.contains("Rotate your AWS access key by") == true, "a new round")
            try await estate.goodRun(on: start.later(hours: 15.2 * 24))
            #expect(try await estate.status(of: "ana") == "Inactive")
            try await estate.verify()
        }
    }

    private static func heldCodes(of user: String, _ run: JSONValue) -> [String] {
        (run["held"]?.list ?? []).filter { $0["userName"]?.string == user }.compactMap { $0["code"]?.string }
    }

    @Test(.timeLimit(.minutes(20)))
    func `ended by command, it ends at once; an exemption that doesn't exist can't be ended`() async throws {
        let start = Day.present()
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 80, on: start)]) { estate in
            let unknown = try await estate.now(
                "exempt", "ana", "--until", Day.present(days: 9).text, "--reason", "why", "--by", "Luis Paz")
            expect(unknown, endedWith: 64)
            #expect(
                unknown.complaints == """
                    relevo: The inventory has no user ana. Nothing was done. Give the name, ARN or id (AIDA…), or run \
                    `relevo scan` first.

                    """)
            expect(try await estate.now("scan"), endedWith: 0)
            let key = try await estate.keyID(of: "ana")
            let until = Day.present(days: 9)
            let granted = try await estate.now(
                "exempt", key, "--until", until.text, "--reason", "why", "--by", "Luis Paz")
            #expect(granted.output == "\(masked(key)) of ana in 222222222222: exempt until \(until.text).\n")
            let wrong = try await estate.now("exempt", "ana", "--end", "--reason", "why", "--by", "Luis Paz")
            expect(wrong, endedWith: 64)
            #expect(
                wrong.complaints
                    == "relevo: ana has no exemption by command that is in force. Nothing was done.\n")
            let ended = try await estate.now("exempt", key, "--end", "--reason", "migrated", "--by", "Luis Paz")
            expect(ended, endedWith: 0)
            #expect(
                ended.output
                    == "\(masked(key)) of ana in 222222222222: no longer exempt; notices start again with the next run.\n"
            )
            #expect(try await estate.now("exempt", "--list").output == "No exemption is in force.\n")
            try await estate.goodRun(on: start.later(hours: 1))
            #expect(try await estate.messages(to: "U0ANA").count == 1)
            try await estate.verify()
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `by tags and by the configuration: nothing is sent, a warning comes, and a finding is named every day`()
        async throws
    {
        let tags = ["relevo-exempt-until": "2026-03-10", "relevo-exempt-reason": "vendor", "relevo-exempt-by": "Luis"]
        var bea = Person.engineer("bea", "U0BEA", age: 85)
        bea.tags.merge(tags) { $1 }
        var dora = Person.engineer("dora", "U0DORA", age: 100)
        dora.tags["Relevo-Exempt-Until"] = "soon"
        let people = [bea, Person.engineer("caro", "U0CARO", age: 85), dora]
        try await Estate.with(people: people) { estate in
            try estate.configure(
                more: """
                    policy:
                      exemptions:
                        - user: arn:aws:iam::222222222222:user/caro
                          until: 2026-03-10
                          reason: vendor
                          by: Luis
                    """)
            let first = try await estate.goodRun(on: Day(0))
            #expect(first["actions"]?.list.isEmpty == true)
            let exemptions = first["exemptions"]?.list ?? []
            #expect(exemptions.compactMap { $0["source"]?.string }.sorted() == ["configuration", "tags", "tags"])
            #expect(
                exemptions.flatMap { $0["flaws"]?.list ?? [] }.compactMap(\.string)
                    == ["endUnreadable", "reasonMissing", "approverMissing"])
            for day in [3, 4, 9] { try await estate.goodRun(on: Day(day)) }
            for person in ["U0BEA", "U0CARO"] {
                let told = try await estate.messages(to: person)
                #expect(told.count == 1, "\(person)")
                #expect(told.allSatisfy { $0.words.contains("An exemption ends soon") }, "\(person)")
            }
            try await estate.goodRun(on: Day(10))
            for person in ["U0BEA", "U0CARO"] { #expect(try await estate.messages(to: person).count == 2) }
            #expect(try await estate.messages(to: "U0DORA").isEmpty)
            #expect(try await estate.deactivations().isEmpty)
            let summaries = try await estate.messages(in: Estate.channel, threads: false)
                .filter { $0.words.contains("Relevo is done") }
            #expect(summaries.count == 5)
            #expect(
                summaries.allSatisfy {
                    $0.words.contains("`relevo-exempt-until` is not a date such as 2026-12-01, but `soon`")
                })
            try await estate.verify()
        }
    }
}
