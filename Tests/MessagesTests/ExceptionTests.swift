import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// Keys activated again for a while; exemptions granted and ended.
struct ExceptionTests {
    static let successor = "AKIANEWERKEYEXAMPLE0"

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `a key was activated again for a while`(audience: Notification.Audience, language: Language) throws {
        let action = try Sample.action(Sample.restoration(), key: try Sample.key(age: 95.5))
        try holds("restored", language, action, audience, .restored(action, audience: audience))
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `a team's key was activated again, and a reason may end with a full stop`(
        audience: Notification.Audience, language: Language
    ) throws {
        let action = try Sample.action(
            Sample.restoration("moved to the new vendor."), user: "ci-deploy", tags: Sample.machine,
            key: try Sample.key(age: 120))
        try holds("restored-team", language, action, audience, .restored(action, audience: audience))
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `a key without a promise was activated again`(
        audience: Notification.Audience, language: Language
    ) throws {
        let action = try Sample.action(Sample.restoration(until: nil), key: try Sample.key(age: 50))
        try holds("restored-unpromised", language, action, audience, .restored(action, audience: audience))
    }

    @Test(arguments: Language.allCases)
    func `a key whose owner can't be notified was activated again`(language: Language) throws {
        let action = try Sample.action(
            Sample.restoration(), key: try Sample.key(age: 95.5),
            addressee: Addressee(.security, fallback: .personLeft))
        try holds("restored-unreachable", language, action, .channel, .restored(action, audience: .channel))
    }

    @Test(arguments: Language.allCases)
    func `an exemption was granted, for a user and for a key`(language: Language) throws {
        let composer = try Sample.composer(language)
        try Snapshot.holds(
            "exempted", language, composer.compose(.exempted(try Sample.inForce()), now: Sample.now), covers: [])
        let key = try Sample.inForce(key: try Sample.id("AKIAIOSFODNN7EXAMPLE"))
        try Snapshot.holds(
            "exempted-key", language, composer.compose(.exempted(key), now: Sample.now), covers: [])
    }

    @Test(arguments: Language.allCases)
    func `an exemption was ended`(language: Language) throws {
        let notification = Notification.exemptionEnded(
            try Sample.inForce(), reason: "moved to the new vendor.", approver: "Luis Paz")
        try Snapshot.holds(
            "exemption-ended", language, try Sample.composer(language).compose(notification, now: Sample.now),
            covers: [])
    }

    @Test(arguments: Language.allCases)
    func `the longest reason is shown whole, and one of stacked marks is cut`(language: Language) throws {
        let composer = try Sample.composer(language)
        func said(_ reason: String) throws -> String {
            let action = try Sample.action(Sample.restoration(reason))
            let message = try #require(composer.compose(.restored(action, audience: .owner), now: Sample.now).first)
            return try Rendering(message).description
        }
        let long = String(repeating: "why? ", count: 99) + "done!"
        #expect(long.count == 500)
        #expect(try said(long).contains("“\(long)”"))
        #expect(try said(String(repeating: "e\u{301}\u{302}", count: 500)).contains("…”"))
    }

    private func holds(
        _ name: String, _ language: Language, _ action: PlannedAction, _ audience: Notification.Audience,
        _ notification: Notification,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try Snapshot.holds(
            "\(name)-\(audience.rawValue)", language,
            try Sample.composer(language).compose(notification, now: Sample.now), covers: [action.id],
            sourceLocation: sourceLocation)
    }
}
