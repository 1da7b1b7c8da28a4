import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack
import Testing

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
        try sayNotices()
        try sayOwners()
        sayRotation()
        sayPasteBlock()
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

    private var uses: [(String, ShownUse)] {
        [
            ("whole", .used(at: at, service: "s3", region: "us-east-1")),
            ("without a region", .used(at: at, service: "s3", region: nil)),
            ("without a service", .used(at: at, service: nil, region: "us-east-1")),
            ("a date alone", .used(at: at, service: nil, region: nil)), ("never", .never),
            ("unknown", .unknown(nil)),
        ] + WhyUseUnknown.allCases.map { ("unknown, \($0)", .unknown($0)) }
    }

    private mutating func sayKeys() {
        say("key: a person's", phrases.key(key))
        say("key: a machine's", phrases.key(machine))
        say("age", phrases.age(key))
        say("ageTitle", phrases.ageTitle())
        say("ageInLine", phrases.ageInLine(key))
        say("lastUseTitle", phrases.lastUseTitle())
        for (name, use) in uses {
            say("lastUse: \(name)", phrases.lastUse(use))
            say("lastUseInLine: \(name)", phrases.lastUseInLine(use))
        }
        for why in WhyUseUnknown.allCases { say("whyUnknown: \(why)", phrases.whyUnknown(why)) }
        for (name, recipient) in recipients { say("recipient: \(name)", phrases.recipient(recipient)) }
        say("part: the only one", phrases.part("x", 1, of: 1))
        say("part: of several", phrases.part("x", 1, of: 2))
    }

    private mutating func sayNotices() throws {
        for count in counts {
            for (readers, tags) in [
                (Readers.owner, Sample.engineer), (.keeper, Sample.machine), (.team, Sample.machine),
            ] {
                for kind in [
                    Sample.notice(), Sample.notice(stage: 81, in: 1.5, earlier: [5]), Sample.notice(stage: 86, in: 0.5),
                    Sample.notice(stage: 86, in: 5, earlier: [5, 10]), Sample.notice(stage: 86, last: true),
                ] {
                    let action = try Sample.action(kind, tags: tags)
                    let notice = try #require(
                        ShownNotice(
                            Array(repeating: action, count: count), for: readers, policy: Policy(), now: Sample.now))
                    let name = "\(count), \(readers), \(notice.tone), \(notice.earlier.count)"
                    say("noticeTitle: \(name)", phrases.noticeTitle(notice))
                    for consequence in consequences {
                        say("otherwise: \(name), \(consequence)", phrases.otherwise(consequence, notice))
                    }
                }
            }
            say("copiesTitle: \(count)", phrases.copiesTitle(count))
            say("moreKeysFollow: \(count)", phrases.moreKeysFollow(count))
            say("moreKeysTitle: \(count)", phrases.moreKeysTitle(count))
            say("wroteBefore: \(count)", phrases.wroteBefore(Array(repeating: "x", count: count)))
        }
        say("countsFromNow", phrases.countsFromNow())
        say("keyInNotice", phrases.keyInNotice(key))
        say("keyInList", phrases.keyInList(key))
        say("ownerUnreachable", phrases.ownerUnreachable())
        for (name, use) in uses {
            say("useInNotice: \(name)", phrases.useInNotice(use, by: nil, isRecent: false))
            say("useInList: \(name)", phrases.useInList(use))
        }
        say("useInNotice: recent", phrases.useInNotice(uses[0].1, by: nil, isRecent: true))
        try sayCallers()
        for count in counts { say("machineInUse: \(count)", phrases.machineInUse(count)) }
        for consequence in consequences {
            say("consequence: \(consequence)", phrases.consequence(consequence))
            say("consequenceOfOne: \(consequence)", phrases.consequenceOfOne(consequence))
            say("consequenceInLine: \(consequence)", phrases.consequenceInLine(consequence))
            say("usedRecently: \(consequence), a person's", phrases.usedRecently(key, consequence))
            say("usedRecently: \(consequence), a machine's", phrases.usedRecently(machine, consequence))
        }
        say("otherKey", phrases.otherKey(key))
        say("newerKey", phrases.newerKey("x"))
        say("lastNotice", phrases.lastNotice())
        say("possibleRepeat", phrases.possibleRepeat())
        say("possibleRepeatOfMessage", phrases.possibleRepeatOfMessage())
        say("whomToAsk: help", phrases.whomToAsk(help: "x", channel: channel))
        say("whomToAsk: no help", phrases.whomToAsk(help: nil, channel: channel))
        rows.append(Row(name: "helpLinkLabel", text: phrases.helpLinkLabel()))
        say("copiesContinued", phrases.copiesContinued())
        for (name, recipient) in recipients { say("copiesHeading: \(name)", phrases.copiesHeading(recipient)) }
        say("stageInLine", phrases.stageInLine(76))
    }

    private mutating func sayCallers() throws {
        let calls = [
            ("whole", Sample.call(at: 0)), ("by aws-vault", Sample.call(.vault, at: 0)),
            ("in the console", Sample.call(.console, at: 0)),
            ("by an unknown program", Sample.call(.unknown("x"), at: 0)),
            ("without a program", Sample.call(nil, at: 0)), ("without a source", Sample.call(from: nil, at: 0)),
            ("for sessions", Sample.call(service: "sts", operation: "AssumeRole", at: 0)),
        ]
        for (name, call) in calls {
            let caller = try #require(ShownCaller(try Sample.action(use: KeyUse([call]))))
            say("useInNotice: \(name)", phrases.useInNotice(uses[0].1, by: caller, isRecent: false))
            say("useInNotice: \(name), recent", phrases.useInNotice(uses[0].1, by: caller, isRecent: true))
            say("usedBy: \(name)", phrases.usedBy("x", caller))
        }
    }

    private var consequences: [Consequence] { [.deactivated(at), .wouldBe(at), .leftToItsTeam(at), .heldWithoutOwner] }

    private mutating func sayOwners() throws {
        for count in counts {
            say("unreachableTitle: \(count)", phrases.unreachableTitle(count))
            say("unreachableText: \(count)", phrases.unreachableText(count))
            say("ownersUnreachableTitle: \(count)", phrases.ownersUnreachableTitle(count))
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
        for count in counts {
            for isBrief in [false, true] {
                for asks in [false, true] {
                    say(
                        "paste: \(count), brief: \(isBrief), code: \(asks)",
                        phrases.paste("x", keys: count, isBrief: isBrief, asksForCode: asks))
                }
            }
            say("rotateOrPaste: \(count)", phrases.rotateOrPaste(commands, "x", keys: count))
        }
        say("vaultOrPaste", phrases.vaultOrPaste(commands))
        say("rotateWith", phrases.rotateWith(commands))
        say("detailsTitle", phrases.detailsTitle())
        say("inConsole", phrases.inConsole())
        say("withVault", phrases.withVault(commands))
        say("onWindows", phrases.onWindows())
        say("mfa", phrases.mfa())
        say("twoKeys", phrases.twoKeys())
        for (name, command) in [("a command", "x" as Mrkdwn), ("no command", nil)] {
            say("moveToNewer: \(name)", phrases.moveToNewer("x", command))
            for isActive in [true, false] {
                say("deleteFirst: \(isActive), \(name)", phrases.deleteFirst("x", isActive: isActive, command))
            }
        }
        say("afterDeactivation", phrases.afterDeactivation())
        say("neverAsks", phrases.neverAsks())
    }
}
