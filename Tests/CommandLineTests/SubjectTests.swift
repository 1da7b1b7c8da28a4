import FoundationEssentials
import KeyPolicy
import KeyWatch
import Testing

@testable import relevo

/// What a table prints finds the key or user again.
struct SubjectTests {
    private static func named(_ text: String) throws -> (keys: [String], users: Int) {
        let found = try Subjects(events: try LargeEstate.events(), users: try LargeEstate.users()).named(text)
        return (found.keys.map(\.rawValue).sorted(), found.users.count)
    }

    @Test(arguments: ["AKIA0123456789WXYZ07", "AKIA…YZ07", "AKIA...YZ07"])
    func `a key is found by its id and by what is printed of it`(text: String) throws {
        #expect(try Self.named(text).keys == ["AKIA0123456789WXYZ07"])
    }

    @Test func `a name finds every user of that name, also when it was cut`() throws {
        #expect(try Self.named("li").users == 9)
        #expect(try Self.named("svc-dep…-staging").users == 4)
    }

    @Test func `several keys are named, and the whole id is asked for`() throws {
        let error = #expect(throws: AppContextError.self) { try Self.named("AKIA0123…") }
        #expect(
            "\(error.map { "\($0)" } ?? "")".hasPrefix("“AKIA0123…” matches 38 users and keys: AKIA0123456789WXYZ00, "))
    }

    @Test(arguments: ["…", "A…9", "nobody", "AKIA…0000"])
    func `what fits nothing finds nothing`(text: String) throws {
        let found = try Self.named(text)
        #expect(found.keys.isEmpty && found.users == 0)
    }

    @Test(arguments: [
        ("6d0c5a1f9e3b7d24", "6d0c5a1f9e3b7d24"), ("6D0C5A1F9E3B7D24…", "6d0c5a1f9e3b7d24"),
        (" 6d0c5a1f\n  9e3b7d24 ", "6d0c5a1f9e3b7d24"), ("6d0c…", nil), ("6d0c5a1f9e3b7d2g", nil), ("", nil),
        (String(repeating: "a", count: 65), nil),
    ])
    func `a root is read as it was printed`(_ text: String, _ digits: String?) {
        #expect(PrintedRoot(text)?.digits == digits)
    }
}

struct AccountNamesTests {
    @Test func `the number stands where a name is missing or shared`() throws {
        let accounts = try LargeEstate.accounts()
        let names = AccountNames(accounts)
        #expect(names[accounts[0].id] == "acme-payments-prod-1")
        #expect(names[accounts[35].id] == "legacy (200000000035)")
        #expect(names[accounts[36].id] == "200000000036")
        #expect(names[try Sample.id("999999999999")] == "999999999999")
    }
}

struct EndArgumentTests {
    /// Of a forecast that begins at noon on 2026-03-02.
    private static func last(_ text: String) throws -> Date {
        try #require(EndArgument(argument: text)).last(in: .utc, after: Sample.now)
    }

    @Test(arguments: [
        ("2026-03-02", "2026-03-02T23:59:59Z"), ("2026-03-02T12:00:00Z", "2026-03-02T12:00:00Z"),
        ("2027-03-02", "2027-03-02T23:59:59Z"), ("2027-03-03T11:59:59Z", "2027-03-03T11:59:59Z"),
    ])
    func `a forecast ends on the day it begins at the earliest, and after 366 daily plans at the latest`(
        _ text: String, _ last: String
    ) throws {
        #expect(try Self.last(text).isoInstant == last)
    }

    @Test(arguments: ["2026-03-01", "2026-03-02T11:59:59Z"])
    func `an end before the forecast begins is refused as too early`(_ text: String) {
        let error = #expect(throws: AppContextError.self) { try Self.last(text) }
        guard case .untilTooEarly(end: text, start: "2026-03-02T12:00:00Z")? = error else {
            Issue.record("\(error.map { "\($0)" } ?? "none")")
            return
        }
    }

    @Test(arguments: ["2027-03-03", "2027-03-03T12:00:00Z"])
    func `an end that takes one plan more is refused as too late`(_ text: String) {
        let error = #expect(throws: AppContextError.self) { try Self.last(text) }
        guard case .untilTooLate(end: text, most: 366)? = error else {
            Issue.record("\(error.map { "\($0)" } ?? "none")")
            return
        }
    }
}
