import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

@testable import Messages

/// Every phrase of one language about the same samples; each row is named after its function.
struct PhraseSamples {
    struct Row {
        let name: String
        let text: String
    }

    private(set) var rows: [Row] = []
    let phrases: any Phrases
    let key: ShownKey
    let machine: ShownKey

    init(_ phrases: any Phrases) throws {
        self.phrases = phrases
        key = ShownKey(try Sample.action(), isPrivate: true)
        machine = ShownKey(try Sample.action(user: "ci", tags: Sample.machine), isPrivate: false)
        sayKeys()
        sayNotices()
        try sayOwners()
        sayRotation()
        try sayEvents()
        try saySummaries()
        try sayExceptions()
        try sayStops()
    }

    let at = Sample.now
    let channel: Mrkdwn = "#c"
    let commands: Mrkdwn = "x"
    let counts = [1, 2]
    let everybody: [Readers] = [.owner, .keeper, .team, .standIn]
    let recipients: [(name: String, recipient: ShownRecipient)] = [
        ("a person", .person(name: "Ana", id: "U0ANA")), ("a team", .team("#team")),
        ("a stand-in", .standIn("#other")), ("this channel", .standIn(nil)),
    ]

    mutating func say(_ name: String, _ text: Mrkdwn) { rows.append(Row(name: name, text: text.source)) }

    mutating func say(_ name: String, _ text: PlainText) { rows.append(Row(name: name, text: text.text)) }

    private mutating func sayKeys() {
        say("key: a person's", phrases.key(key))
        say("key: a machine's", phrases.key(machine))
        say("age", phrases.age(key))
        say("ageTitle", phrases.ageTitle())
        say("ageInLine", phrases.ageInLine(key))
        say("lastUseTitle", phrases.lastUseTitle())
        let uses: [(String, ShownUse)] = [
            ("whole", .used(at: at, service: "s3", region: "us-east-1")),
            ("without a region", .used(at: at, service: "s3", region: nil)),
            ("without a service", .used(at: at, service: nil, region: "us-east-1")),
            ("a date alone", .used(at: at, service: nil, region: nil)), ("never", .never),
            ("unknown", .unknown("")), ("unknown, with a why", .unknown("why")),
        ]
        for (name, use) in uses {
            say("lastUse: \(name)", phrases.lastUse(use))
            say("lastUseInLine: \(name)", phrases.lastUseInLine(use))
        }
        for (name, recipient) in recipients { say("recipient: \(name)", phrases.recipient(recipient)) }
        say("part: the only one", phrases.part("x", 1, of: 1))
        say("part: of several", phrases.part("x", 1, of: 2))
    }

    private mutating func sayNotices() {
        for count in counts {
            for readers in everybody {
                say("noticeTitle: \(count), \(readers)", phrases.noticeTitle(count, for: readers))
                say("noticeIntro: \(count), \(readers)", phrases.noticeIntro(count, for: readers, maximumAge: 91))
                say("noticeText: \(count), \(readers)", phrases.noticeText(count, for: readers, earliest: nil))
                say("noticeText: \(count), \(readers), by", phrases.noticeText(count, for: readers, earliest: at))
            }
            say("copiesTitle: \(count)", phrases.copiesTitle(count))
        }
        say("noticesContinued", phrases.noticesContinued())
        for consequence in [Consequence.deactivated(at), .wouldBe(at), .leftToItsTeam(at), .heldWithoutOwner] {
            say("noticeText: \(consequence)", phrases.noticeText(key, consequence))
            say("consequence: \(consequence)", phrases.consequence(consequence))
            say("consequenceInLine: \(consequence)", phrases.consequenceInLine(consequence))
            say("usedRecently: \(consequence), a person's", phrases.usedRecently(key, consequence))
            say("usedRecently: \(consequence), a machine's", phrases.usedRecently(machine, consequence))
        }
        for choice in [true, false] {
            say("whatElseHappens: \(choice)", phrases.whatElseHappens(isAnyBinding: choice))
        }
        say("neverUsed", phrases.neverUsed())
        say("otherKey", phrases.otherKey(key))
        say("newerKey", phrases.newerKey(key))
        say("possibleRepeat", phrases.possibleRepeat())
        say("possibleRepeatOfMessage", phrases.possibleRepeatOfMessage())
        say("whomToAsk: help", phrases.whomToAsk(help: "x", channel: channel))
        say("whomToAsk: no help", phrases.whomToAsk(help: nil, channel: channel))
        rows.append(Row(name: "helpLinkLabel", text: phrases.helpLinkLabel()))
        say("copiesContinued", phrases.copiesContinued())
        for (name, recipient) in recipients { say("copiesHeading: \(name)", phrases.copiesHeading(recipient)) }
        say("stageInLine", phrases.stageInLine(76))
    }

    private mutating func sayOwners() throws {
        for count in counts {
            say("unreachableTitle: \(count)", phrases.unreachableTitle(count))
            say("unreachableText: \(count)", phrases.unreachableText(count))
        }
        say("unreachableIntro", phrases.unreachableIntro())
        say("unreachableContinued", phrases.unreachableContinued())
        let allTags = [Sample.engineer, Sample.machine, [:], ["type": "Robot"]]
        for reason in ChannelTests.reasons {
            for tags in allTags {
                let owner = ShownOwner(try Sample.action(tags: tags).user)
                say("unreachable: \(reason), \(tags.sorted { $0 < $1 })", phrases.unreachable(reason, owner))
            }
        }
        let kinds: [PlannedAction.Kind] = [
            Sample.deactivation(to: .security), Sample.restoration(), .announce(.newKey(expected: true)),
        ]
        for kind in try kinds + Announcement.Kind.allCases.map({ .announce(try Sample.announcement($0)) }) {
            say("matter: \(kind)", phrases.matter(kind) ?? .empty)
        }
    }

    private mutating func sayRotation() {
        say("vaultTitle", phrases.vaultTitle(commands))
        for choice in [true, false] {
            say("start: \(choice)", phrases.start(commands, isForMachines: choice))
            say("startFromKeysLine: \(choice)", phrases.startFromKeysLine(commands, isForMachines: choice))
        }
        say("findOldKey", phrases.findOldKey(commands))
        say("mfa", phrases.mfa(commands))
        say("create", phrases.create(commands))
        say("store", phrases.store(commands, test: commands))
        say("storeForMachine", phrases.storeForMachine())
        say("deactivate", phrases.deactivate(commands))
        say("delete", phrases.delete(commands))
        say("twoKeys", phrases.twoKeys(commands))
    }
}
