import FoundationEssentials
import KeyPolicy
import Testing

struct DaysTests {
    @Test(
        arguments: zip(
            [0, 86_399, 86_400, -1, -86_400, -86_401, 86_400 * 91 - 1, 86_400 * 91], [0, 0, 1, -1, -1, -2, 90, 91]))
    func `whole days are rounded down, before zero too`(seconds: Double, days: Int) {
        #expect(Days.whole(from: Made.created, to: Made.created.addingTimeInterval(seconds)) == days)
    }

    @Test func `a key's age counts days of 86,400 seconds over a leap day`() throws {
        let before = try Date("2028-02-28T12:00:00Z", strategy: .iso8601)
        let after = try Date("2028-03-01T12:00:00Z", strategy: .iso8601)
        #expect(AccessKey(id: Made.keyID, status: .active, createdAt: before).age(at: after) == 2)
    }
}
