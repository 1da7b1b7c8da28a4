import FoundationEssentials
import KeyPolicy
import KeyWatch
import Testing

struct ReportMatchTests {
    private static func key(_ number: Int, on day: Double, _ status: KeyStatus = .active) -> AccessKey {
        AccessKey(id: Made.id("AKIA000000000000000\(number)"), status: status, createdAt: Made.day(day))
    }

    private static func slot(_ day: Double?, active: Bool = true, used: Double? = nil) -> CredentialReport.Slot {
        .init(
            rotatedAt: day.map(Made.day), isActive: active,
            lastUse: used.map { .used(at: Made.day($0), service: "s3", region: nil) } ?? .never)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let keys: [AccessKey]
        let slots: [CredentialReport.Slot]
        var hasMore = false
        /// The day of each key's last use, -1 for never, nil for unknown.
        let uses: [Double?]
    }

    private static let empty = slot(nil, active: false)

    @Test(arguments: [
        Case(testDescription: "one and one", keys: [key(1, on: 1)], slots: [slot(1, used: 5), empty], uses: [5]),
        Case(testDescription: "never used", keys: [key(1, on: 1)], slots: [slot(1), empty], uses: [-1]),
        Case(
            testDescription: "in the second slot", keys: [key(1, on: 1)], slots: [empty, slot(1, used: 5)], uses: [5]),
        Case(
            testDescription: "two and two, swapped", keys: [key(1, on: 1), key(2, on: 2)],
            slots: [slot(2, used: 6), slot(1, used: 5)], uses: [5, 6]),
        Case(
            testDescription: "date of a change", keys: [key(1, on: 1)], slots: [slot(3, used: 5), empty], uses: [nil]),
        Case(
            testDescription: "another status", keys: [key(1, on: 1, .inactive)], slots: [slot(1, used: 5), empty],
            uses: [nil]),
        Case(
            testDescription: "inactive in both", keys: [key(1, on: 1, .inactive)],
            slots: [slot(1, active: false, used: 5), empty], uses: [5]),
        Case(
            testDescription: "two keys of one second", keys: [key(1, on: 1), key(2, on: 1)],
            slots: [slot(1, used: 5), slot(1, used: 6)], uses: [nil, nil]),
        Case(
            testDescription: "a key that the report lacks", keys: [key(1, on: 1), key(2, on: 2)],
            slots: [slot(1, used: 5), empty], uses: [nil, nil]),
        Case(
            testDescription: "a key that is gone", keys: [key(1, on: 1)], slots: [slot(1, used: 5), slot(2, used: 6)],
            uses: [nil]),
        Case(
            testDescription: "more than the columns show", keys: [key(1, on: 1), key(2, on: 2)],
            slots: [slot(1, used: 5), slot(2, used: 6)], hasMore: true, uses: [nil, nil]),
        Case(testDescription: "no keys", keys: [], slots: [empty, empty], uses: []),
    ])
    func `last use is taken from the report only where it is beyond doubt`(row: Case) {
        let report = CredentialReport.Row(
            arn: "", userCreatedAt: Made.day(0), slots: row.slots, hasMore: row.hasMore, password: .unknown, mfa: nil,
            fingerprint: "")
        let uses = ReportMatch.lastUses(of: row.keys, in: report).map { key -> Double? in
            switch key.lastUse {
            case .used(let at, _, _): at.timeIntervalSince(Made.start) / 86_400
            case .never: -1
            case .unknown: nil
            }
        }
        #expect(uses == row.uses)
    }

    @Test func `without a row nothing is known`() {
        let keys = ReportMatch.lastUses(of: [Self.key(1, on: 1)], in: nil)
        #expect(!keys[0].lastUse.isIdle(since: .distantFuture))
    }
}
