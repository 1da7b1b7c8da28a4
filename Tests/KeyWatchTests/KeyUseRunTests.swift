import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// What uses a key: said in its notice where CloudTrail can say, and never waited for.
struct KeyUseRunTests {
    private static let call = KeyCall(
        tool: .known("Terraform 1.9"), source: "203.0.113.7", service: "ec2", operation: "RunInstances",
        region: "eu-west-1", at: Made.day(75))

    /// Anna's key and one that nobody uses, both in the ladder.
    private func watched() throws -> (watched: Watched, key: AccessKeyID) {
        let watched = Watched()
        let (user, _) = watched.anna()
        let key = watched.estate.addKey(
            user, createdAt: Made.day(0), lastUse: .used(at: Made.day(75), service: "ec2", region: "eu-west-1"))
        watched.estate.show([Self.call], signedWith: key)
        return (watched, key)
    }

    private func regions(_ watched: Watched, of key: AccessKeyID) -> [String?] {
        watched.messages(to: Watched.anna).filter { $0.payload.word == "notices" }.flatMap(\.payload.lines)
            .filter { $0.key == key }.map(\.usedIn)
    }

    @Test func `each notice of a round says what uses its key, for two calls each`() async throws {
        let (watched, key) = try watched()
        try await watched.run(days: 70...90)
        #expect(regions(watched, of: key) == ["eu-west-1", "eu-west-1", "eu-west-1"])
        // The other key was never used, so nothing is asked about it.
        #expect(watched.estate.calls(.keyCalls) == 6)
    }

    @Test(arguments: [EstateFault.denied, .throttled, .garbage])
    func `a look-up that fails loses the line, and nothing else`(_ fault: EstateFault) async throws {
        let (watched, key) = try watched()
        watched.estate.fail(.keyCalls, with: fault)
        try await watched.run(days: 70...91)
        #expect(regions(watched, of: key) == [nil, nil, nil])
        #expect(watched.deactivations(of: key) == [91])
    }
}
