import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// What the security channel reads: copies, owners who can't be notified, accounts that left.
struct ChannelTests {
    @Test(arguments: Language.allCases)
    func `copies are grouped by recipient, and notify nobody again`(language: Language) throws {
        let composer = try Sample.composer(language)
        let first = try Sample.action()
        let second = try Sample.action(
            Sample.notice(stage: 86, in: 5), user: "mgomez", key: try Sample.key("AKIAI44QH8DHBEXAMPLE", age: 86))
        let machine = try Sample.action(Sample.notice(binding: false), user: "ci-deploy", tags: Sample.machine)
        let nobody = try Sample.action(Sample.notice(binding: false), user: "who", tags: [:])
        let inNotify = try Sample.action(
            Sample.notice(binding: false), user: "juan", tags: ["type": "engineer", "slack-id": "U0JUAN"],
            key: try Sample.key(use: .unknown("")))
        let elsewhere = try Sample.action(
            user: "ana", addressee: Addressee(.team(try Sample.id("C0ACCOUNT")), fallback: .personUnknown))
        try Snapshot.holds(
            "copies", language,
            composer.compose(
                .noticeCopies([first, machine, second, nobody, inNotify, elsewhere]), now: Sample.now),
            covers: [second, first, machine, nobody, inNotify, elsewhere].map(\.id))
    }

    @Test(arguments: Language.allCases)
    func `every reason why an owner can't be notified has a sentence that fixes it`(language: Language) throws {
        let composer = try Sample.composer(language)
        let engineer = ["type": "engineer", "slack-id": "U0MARIA", "full-name": "María Gómez"]
        let machine = ["type": "machine", "slack-id": "C0PAYMENTS", "team": "payments"]
        var said: [String] = []
        for reason in Self.reasons {
            let tags: [(user: String, tags: [String: String])] =
                switch reason {
                case .ownerTypeUnknown: [("robot", ["type": "Robot"]), ("untagged", [:])]
                case .contactMissing: [("maria", ["type": "engineer"]), ("ci", ["type": "machine"])]
                case .contactMalformed:
                    [
                        ("maria", ["type": "engineer", "slack-id": "@maria"]),
                        ("ci", ["type": "machine", "slack-id": "#ci"]),
                    ]
                case .channelForEngineer: [("maria", ["type": "engineer", "slack-id": "C0PAYMENTS"])]
                case .contactShared, .personUnknown, .personLeft, .personIsBot, .personIsForeign:
                    [("maria", engineer)]
                case .teamUnknown: [("ci", machine)]
                case .deliveryRefused: [("maria", engineer), ("ci", machine)]
                }
            for (name, tags) in tags {
                let action = try Sample.action(
                    user: name, tags: tags, addressee: Addressee(.security, fallback: reason))
                let message = try #require(composer.compose(.unreachable([action]), now: Sample.now).first)
                said.append("\(reason.rawValue): \(try Rendering(message).blocks.last?.text?.text ?? "nothing")")
            }
        }
        try Snapshot.holds("unreachable-reasons", language, lines: said)
    }

    @Test(arguments: Language.allCases)
    func `a message that could not be sent to its owner is whole here`(language: Language) throws {
        let composer = try Sample.composer(language)
        let notice = try Sample.action(addressee: Addressee(.security, fallback: .personLeft))
        let untagged = try Sample.action(
            Sample.notice(binding: false), user: "who", tags: [:],
            key: try Sample.key("AKIAI44QH8DHBEXAMPLE", use: .never),
            others: [try Sample.key("AKIANEWERKEYEXAMPLE0", age: 3, use: .never)])
        let new = try Sample.action(
            .announce(.newKey(expected: false)), user: "zoe",
            key: try Sample.key("AKIANEWERKEYEXAMPLE1", age: 0.3, use: .never),
            addressee: Addressee(.security, fallback: .contactShared))
        try Snapshot.holds(
            "unreachable", language, composer.compose(.unreachable([notice, untagged, new]), now: Sample.now),
            covers: [untagged.id, notice.id, new.id])
    }

    @Test func `notices for the security channel are the same message`() throws {
        let composer = try Sample.composer()
        let action = try Sample.action(addressee: Addressee(.security, fallback: .personLeft))
        #expect(
            composer.compose(.notices([action]), now: Sample.now)
                == composer.compose(.unreachable([action]), now: Sample.now))
    }

    @Test(arguments: Language.allCases)
    func `accounts that left are named, and cover no action`(language: Language) throws {
        let composer = try Sample.composer(language)
        let accounts = [
            AbsentAccount(account: try Sample.account("222222222222", "sandbox"), why: .leftOrganization),
            AbsentAccount(account: try Sample.account("333333333333", "333333333333"), why: .leftOut),
            AbsentAccount(
                account: try Sample.account("444444444444", "bygone"), why: .notActive(state: "PENDING_CLOSURE")),
        ]
        try Snapshot.holds(
            "accounts-left", language, composer.compose(.accountsLeft(accounts), now: Sample.now), covers: [])
    }

    @Test(arguments: Language.allCases)
    func `a service-specific credential is reported with its author and a command`(language: Language) throws {
        let sighting = try #require(
            ServiceCredentialSighting(
                account: try Sample.id("111111111111"), userName: "maria.gomez", id: "ACCAEXAMPLE000000001",
                service: "bedrock.amazonaws.com",
                activity: KeyActivity(
                    actor: .user(name: "luis", id: nil), actorARN: nil, means: .commandLine, source: "203.0.113.7",
                    at: Sample.now, event: "e")))
        let credential = NewServiceCredential(
            account: try Sample.account("111111111111", "payments"), sighting: sighting)
        try Snapshot.holds(
            "service-credential", language,
            try Sample.composer(language).compose(.serviceCredential(credential), now: Sample.now), covers: [])
    }

    /// Every reason; a new one does not compile until it is listed here.
    static let reasons = Array(sequence(first: UnreachableReason.ownerTypeUnknown, next: next(after:)))

    private static func next(after reason: UnreachableReason) -> UnreachableReason? {
        switch reason {
        case .ownerTypeUnknown: .contactMissing
        case .contactMissing: .contactMalformed
        case .contactMalformed: .channelForEngineer
        case .channelForEngineer: .contactShared
        case .contactShared: .teamUnknown
        case .teamUnknown: .personUnknown
        case .personUnknown: .personLeft
        case .personLeft: .personIsBot
        case .personIsBot: .personIsForeign
        case .personIsForeign: .deliveryRefused
        case .deliveryRefused: nil
        }
    }
}
