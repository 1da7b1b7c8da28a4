import FoundationEssentials
import KeyPolicy
import Testing

struct AddresseeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let tags: [String: String]
        var treatsUntagged = false
        let recipient: String
        var fallback: UnreachableReason?
    }

    private static let shared: SlackUserID = Made.id("U0SHARED")

    private func addressee(_ row: Case, standIn: Recipient = .security) -> Addressee {
        Addressee(
            owner: Owner(tags: row.tags), teams: ["pay": Made.id("C0PAY")], shared: [Self.shared],
            treatsUntaggedAsEngineers: row.treatsUntagged, standIn: standIn)
    }

    private static let cases = [
        Case(
            testDescription: "engineer with a person", tags: ["type": "engineer", "slack-id": "U0ANNA"],
            recipient: "U0ANNA"),
        Case(
            testDescription: "engineer on Enterprise Grid", tags: ["type": "engineer", "slack-id": "W0ANNA"],
            recipient: "W0ANNA"),
        Case(
            testDescription: "engineer without one", tags: ["type": "engineer"], recipient: "security",
            fallback: .contactMissing),
        Case(
            testDescription: "engineer with nonsense", tags: ["type": "engineer", "slack-id": "@anna"],
            recipient: "security", fallback: .contactMalformed),
        Case(
            testDescription: "engineer with a channel", tags: ["type": "engineer", "slack-id": "C0PAY"],
            recipient: "security", fallback: .channelForEngineer),
        Case(
            testDescription: "engineer with a shared id", tags: ["type": "engineer", "slack-id": "U0SHARED"],
            recipient: "security", fallback: .contactShared),
        Case(
            testDescription: "engineer with a team", tags: ["type": "engineer", "team": "pay"], recipient: "security",
            fallback: .contactMissing),
        Case(
            testDescription: "machine with a channel", tags: ["type": "machine", "slack-id": "C0TEAM"],
            recipient: "C0TEAM"),
        Case(
            testDescription: "machine with a person", tags: ["type": "machine", "slack-id": "U0ANNA"],
            recipient: "U0ANNA"),
        Case(testDescription: "machine with a team", tags: ["type": "machine", "team": "pay"], recipient: "C0PAY"),
        Case(
            testDescription: "machine with nonsense and a team",
            tags: ["type": "machine", "slack-id": "#x", "team": "pay"], recipient: "C0PAY"),
        Case(
            testDescription: "machine with a shared id and a team",
            tags: ["type": "machine", "slack-id": "U0SHARED", "team": "pay"], recipient: "C0PAY"),
        Case(
            testDescription: "machine with an unknown team", tags: ["type": "machine", "team": "x"],
            recipient: "security", fallback: .teamUnknown),
        Case(
            testDescription: "machine with nothing", tags: ["type": "machine"], recipient: "security",
            fallback: .contactMissing),
        Case(
            testDescription: "machine with nonsense", tags: ["type": "machine", "slack-id": "#x"],
            recipient: "security", fallback: .contactMalformed),
        Case(
            testDescription: "untagged", tags: ["slack-id": "U0ANNA"], recipient: "security",
            fallback: .ownerTypeUnknown),
        Case(
            testDescription: "another type", tags: ["type": "boss", "slack-id": "U0ANNA"], recipient: "security",
            fallback: .ownerTypeUnknown),
        Case(
            testDescription: "untagged as engineer", tags: ["slack-id": "U0ANNA"], treatsUntagged: true,
            recipient: "U0ANNA"),
    ]

    @Test(arguments: cases)
    func `the tags decide where messages go`(row: Case) {
        let addressee = addressee(row)
        #expect(addressee.recipient.text == row.recipient)
        #expect(addressee.fallback == row.fallback)
    }

    @Test func `a machine whose person is shared says so`() {
        let row = Case(
            testDescription: "", tags: ["type": "machine", "slack-id": "U0SHARED"], recipient: "security",
            fallback: .contactShared)
        #expect(addressee(row).fallback == row.fallback)
    }

    @Test(arguments: cases.filter { $0.fallback != nil })
    func `an account's own channel stands in for the security channel`(row: Case) {
        #expect(addressee(row, standIn: .team(Made.id("C0OWN"))).recipient.text == "C0OWN")
    }

    @Test func `only a definite refusal moves messages away from a person`() {
        let person = Addressee(Made.owner)
        #expect(person.after(.reachable, standIn: .security) == person)
        #expect(person.after(.unknown("503"), standIn: .security) == person)
        #expect(
            person.after(.unreachable(.personIsBot), standIn: .security)
                == Addressee(.security, fallback: .personIsBot, passedOver: [Made.owner: .personIsBot]))
        let team = Addressee(.team(Made.id("C0PAY")))
        #expect(team.after(.unreachable(.personLeft), standIn: .security) == team)
    }

    private static let own = Recipient.team(Made.id("C0OWN"))
    private static let team = Recipient.team(Made.id("C0PAY"))

    /// A history in which these refused, each on its day.
    private func refusing(_ recipients: [(Recipient, Double)]) -> KeyHistory {
        KeyHistory(
            recipients.map {
                (Made.day($0.1), .recipientRefused(recipient: $0.0, reason: .deliveryRefused))
            })
    }

    struct Chain: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let refused: [Double?]
        var on: Double = 2
        let recipient: Recipient
        var fallback: UnreachableReason? = .deliveryRefused
    }

    @Test(arguments: [
        Chain(testDescription: "nobody refused", refused: [nil, nil], recipient: team, fallback: nil),
        Chain(testDescription: "the team refused", refused: [1, nil], recipient: own),
        Chain(
            testDescription: "the stand-in refused, the team didn't", refused: [nil, 1], recipient: team, fallback: nil),
        Chain(testDescription: "both refused", refused: [0, 1], recipient: .security),
        Chain(testDescription: "the last day of the first refusal", refused: [0, 1], on: 18.9, recipient: .security),
        Chain(testDescription: "the first is tried again", refused: [0, 1], on: 19, recipient: team, fallback: nil),
    ])
    func `the stand-ins are tried in turn, and the security channel is the last`(chain: Chain) {
        let refused = zip([Self.team, Self.own], chain.refused).compactMap { who, day in day.map { (who, $0) } }
        let found = Addressee(Self.team).after(
            [refusing(refused)], standIn: Self.own, policy: Policy(), now: Made.day(chain.on))
        let passedOver = chain.fallback == nil ? [] : chain.recipient == Self.own ? [Self.team] : [Self.team, Self.own]
        #expect(
            found
                == Addressee(
                    chain.recipient, fallback: chain.fallback,
                    passedOver: Dictionary(uniqueKeysWithValues: passedOver.map { ($0, .deliveryRefused) })))
    }

    @Test func `a stand-in that refused is passed over, and the owner's problem is still the reason`() {
        let found = Addressee(Self.own, fallback: .contactMissing).after(
            [refusing([(Self.own, 1)])], standIn: Self.own, policy: Policy(), now: Made.day(2))
        #expect(
            found
                == Addressee(.security, fallback: .contactMissing, passedOver: [Self.own: .deliveryRefused]))
    }

    @Test func `a refusal counts as long as what was promised to the stand-in can be carried out`() {
        var history = refusing([(Self.team, 75)])
        history.tell(Made.notice(76, on: 76, deadline: 100, to: Self.own))
        func found(_ day: Double) -> Recipient {
            Addressee(Self.team).after([history], standIn: Self.own, policy: Policy(), now: Made.day(day)).recipient
        }
        #expect(found(113.9) == Self.own)
        #expect(found(114) == Self.team)
        history.apply(.roundEnded(reason: .switchedOff), at: Made.day(101))
        #expect(found(102) == Self.team)
    }

    struct Seen: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let names: [String?]
        let isShared: Bool
    }

    @Test(arguments: [
        Seen(testDescription: "one name twice", names: ["Anna Ek", "Anna Ek"], isShared: false),
        Seen(testDescription: "spacing and case", names: ["Anna Ek", " anna  EK "], isShared: false),
        Seen(testDescription: "two names", names: ["Anna Ek", "Nora Li"], isShared: true),
        Seen(
            testDescription: "two names, then the first again", names: ["Anna Ek", "Nora Li", "Anna Ek"], isShared: true
        ),
        Seen(testDescription: "a missing name", names: ["Anna Ek", nil], isShared: false),
        Seen(testDescription: "a missing name between two", names: ["Anna Ek", nil, "Nora Li"], isShared: true),
    ])
    func `one id with two names is shared`(seen: Seen) {
        var ids = SharedSlackIDs()
        for name in seen.names {
            var tags = ["slack-id": "U0ANNA"]
            tags["full-name"] = name
            ids.see(Owner(tags: tags))
        }
        #expect(ids.ids == (seen.isShared ? [Made.id("U0ANNA")] : []))
    }
}
