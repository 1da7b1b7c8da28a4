import FoundationEssentials
import KeyPolicy
import KeyWatch
import Testing

@testable import Messages

/// What no channel shows: people's addresses, whole key ids, protected users, answers of AWS, external ids.
struct ChannelPrivacyTests {
    private static let address = "ana.ruiz@corp.example.com"
    private static let keyID = "AKIA9999HOSTILEKEY00"
    private static let every = EveryMessage(
        text: "Ana \(address), \(keyID)",
        answer: """
            \(address) \(keyID): User: arn:aws:sts::999999999999:assumed-role/Relevo is not authorized to perform: \
            sts:AssumeRole (Service: Sts, Status 403, ExternalId: ext-7f3a9c, arn:aws:iam::*:user/break-glass/*)
            """)

    /// Pieces of an answer of AWS.
    private static let answered = ["999999999999", "not authorized", "Status 403", "ext-7f3a9c", "break-glass"]

    /// An address: something, an at sign, and a name with a dot.
    private static func addresses(in text: String) -> [Substring] {
        text.matches(of: /[^\s`<>"|*(),;:]+@[\p{L}0-9.-]+\.\p{L}{2,}/).map(\.output)
    }

    private static func keyIDs(in text: String) -> [Substring] {
        text.matches(of: /A[KS]IA[A-Z0-9]{12,}/).map(\.output)
    }

    @Test(arguments: Language.allCases)
    func `no message to a channel shows them`(language: Language) throws {
        let composer = try Sample.composer(language)
        for (number, notification) in try Self.every.forChannels().enumerated() {
            let messages = composer.compose(notification, now: Sample.now)
            #expect(!messages.isEmpty, "message \(number)")
            for payload in messages.flatMap({ [$0.payload] + $0.replies }) {
                #expect(Self.addresses(in: payload) == [], "message \(number)")
                #expect(Self.keyIDs(in: payload) == [], "message \(number)")
                for piece in Self.answered { #expect(!payload.contains(piece), "message \(number): \(piece)") }
            }
        }
    }

    /// Their owner needs both, and AWS's answers are no help to anybody there either.
    @Test(arguments: Language.allCases)
    func `a message to one person shows the whole id, and no answer of AWS`(language: Language) throws {
        let composer = try Sample.composer(language)
        for (number, notification) in try Self.every.forOnePerson().enumerated() {
            let payloads = composer.compose(notification, now: Sample.now).flatMap { [$0.payload] + $0.replies }
            #expect(payloads.contains { $0.contains("AKIAIOSFODNN7EXAMPLE") }, "message \(number)")
            #expect(payloads.contains { $0.contains(Self.address) }, "message \(number)")
            for piece in Self.answered {
                #expect(payloads.allSatisfy { !$0.contains(piece) }, "message \(number): \(piece)")
            }
        }
    }

    @Test(arguments: Language.allCases, try Snapshot.names(.english))
    func `no snapshot of a channel's message shows them`(language: Language, name: String) throws {
        let isPrivate =
            (name.hasSuffix("-owner") || name.contains("notice")) && !name.contains("team")
            && !name.hasSuffix("-channel")
        guard !isPrivate else { return }
        let text = Snapshot.text(name, language)
        #expect(Self.addresses(in: text) == [])
        #expect(Self.keyIDs(in: text) == [])
    }

    /// A company's own address for help is for everybody.
    @Test func `the address in help.text stays`() throws {
        let composer = try Sample.composer {
            $0.help = MessageSettings.Help(text: "Write to keys@corp.example.com.")
        }
        let action = try Sample.action(user: "ci@corp.example.com", tags: Sample.machine)
        let message = try #require(composer.compose(.notices([action]), now: Sample.now).first)
        #expect(Self.addresses(in: message.payload) == ["keys@corp.example.com"])
        #expect(message.payload.contains("`ci@…`"))
        // Neither the lines to paste nor the console's address can do without it.
        #expect(!message.payload.contains("```") && !message.payload.contains("console.aws"))
    }
}
