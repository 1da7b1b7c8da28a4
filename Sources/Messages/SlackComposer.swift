package import FoundationEssentials
package import KeyPolicy
package import KeyWatch
import Slack

/// Composes Relevo's notifications as Slack messages, in the readers' language and within Slack's limits.
///
/// A part's `covers` are exactly the actions whose text is in it. A text over the limits is not sent at all, so that nothing
/// counts as delivered; the bounds on outside text keep that from happening.
package struct SlackComposer: Composer {
    let settings: MessageSettings
    /// Whether one person alone reads the messages; `compose` sets it.
    var isPrivate = false

    package init(_ settings: MessageSettings) {
        self.settings = settings
    }

    package func compose(_ notification: Notification, now: Date) -> [ComposedMessage] {
        var composer = self
        composer.isPrivate = notification.isForOnePerson
        return composer.composed(notification, now: now)
    }

    private func composed(_ notification: Notification, now: Date) -> [ComposedMessage] {
        switch notification {
        case .notices(let actions): notices(actions, now: now)
        case .noticeCopies(let actions): noticeCopies(actions)
        case .deactivated(let action, .owner): deactivated(action, now: now)
        case .deactivated(let action, .channel): deactivatedInChannel(action, now: now)
        case .announcement(let kind, let actions, let audience): announcement(kind, actions, audience, now: now)
        case .unreachable(let actions): unreachable(actions, now: now)
        case .ownersUnreachable(let findings): ownersUnreachable(findings)
        case .restored(let action, let audience): restored(action, audience)
        case .braked(let held, let run): braked(held, run: run, now: now)
        case .ledgerAccepted(let keys, let until): ledgerAccepted(keys, until: until)
        case .promisesContinued(let part, let parts): promisesContinued(part, of: parts)
        case .exempted(let exemption): exempted(exemption)
        case .exemptionEnded(let exemption, let reason, let approver):
            exemptionEnded(exemption, reason: reason, approver: approver)
        case .stopped(let stop): stopped(stop)
        case .resumed(let stops, let by, let reason): resumed(stops, by: by, reason: reason)
        case .stopsUnconfirmed(let stops): stopsUnconfirmed(stops)
        case .settingsChanged(let changes, let day): settingsChanged(changes, from: day)
        case .accountsLeft(let accounts): accountsLeft(accounts)
        case .serviceCredential(let credential): serviceCredential(credential)
        case .summary(let summary): self.summary(summary)
        }
    }

    /// The channel's language.
    var common: any Phrases { settings.language.phrases }

    /// The readers' language: by the `language` tag of one of their users, unless others read it too.
    ///
    /// One person may have users in many accounts, and not every account's tags are complete. A person's own user takes
    /// precedence over a machine they answer for.
    func phrases(for actions: [PlannedAction]) -> any Phrases {
        guard Readers(of: actions).isPrivate else { return common }
        let owners = actions.map(\.user.owner)
        let own = owners.filter { $0.type != .machine }
        let tagged = (own + owners).lazy.compactMap(\.language).compactMap(Language.init(tag:)).first
        return (tagged ?? settings.language).phrases
    }

    var channel: Mrkdwn { .channel(settings.securityChannel.rawValue) }

    /// Whom to ask, in one sentence.
    func ask(_ phrases: any Phrases) -> Mrkdwn {
        let channel = settings.help.channel[phrases.language].map { Mrkdwn.channel($0.rawValue) } ?? channel
        return phrases.whomToAsk(help: help(phrases), channel: channel)
    }

    private func help(_ phrases: any Phrases) -> Mrkdwn? {
        let text = settings.help.text[phrases.language].map { text -> Mrkdwn in
            let whole = Mrkdwn.text(text, limit: 300)
            // One character may take many units, and a section holds 3,000.
            return whole.length <= 1_500 ? whole : .text(text, limit: 100)
        }
        let link = settings.help.url[phrases.language].map {
            .link($0, phrases.helpLinkLabel()) ?? Mrkdwn.text($0, limit: 100)
        }
        let said = [text, link].compactMap(\.self).filter { !$0.isEmpty }
        return said.isEmpty ? nil : said.joined(separator: " ")
    }

    /// Packs groups into messages and encodes them.
    func messages(
        _ groups: [BlockGroup<[String]>], opening: [Block] = [], continued: [Block] = [], closing: [Block] = [],
        phrases: any Phrases, text: Mrkdwn
    ) -> [ComposedMessage] {
        let parts = try? MessagePart.parts(of: groups, opening: opening, continued: continued, closing: closing) {
            phrases.part(text, $0, of: $1)
        }
        let composed = try? parts?.map { part in
            ComposedMessage(
                payload: try MessagePayload(shown(part.message)).json(), covers: part.contents.flatMap(\.self))
        }
        return composed ?? []
    }

    /// In a channel without addresses and whole key ids, except addresses where the company offers help.
    private func shown(_ message: Message) -> Message {
        isPrivate
            ? message : ChannelText(keeping: Language.allCases.compactMap { settings.help.text[$0] }).hidden(message)
    }
}

extension Notification {
    /// Whether one person alone reads it; everything else goes to a channel.
    fileprivate var isForOnePerson: Bool {
        switch self {
        case .notices(let actions), .announcement(_, let actions, audience: .owner): Readers(of: actions).isPrivate
        case .deactivated(let action, audience: .owner), .restored(let action, audience: .owner):
            Readers(of: [action]).isPrivate
        default: false
        }
    }
}

extension SlackComposer {
    /// Marks an encoded message as a possible repeat, in the channel's language: its readers are unknown here. A message that
    /// has no room for another block is marked in the text that notifications and screen readers use.
    package func marked(_ payload: String) -> String {
        guard let message = try? SerializedMessage(json: payload) else { return payload }
        return (try? message.opened(with: common.possibleRepeatOfMessage()).json()) ?? payload
    }
}

/// What messages need besides the notification itself.
package struct MessageSettings: Hashable, Sendable {
    /// `help` in the configuration: where and how readers get help, per language.
    package struct Help: Hashable, Sendable {
        /// An `https` address; anything else is shown as text.
        package var url: PerLanguage<String>
        package var text: PerLanguage<String>
        /// Where to ask; without one, in the security channel.
        package var channel: PerLanguage<SlackChannelID>
        /// The company's own command that rotates a key; named before the block to paste.
        package var rotate: String?
        /// Whether the block to paste always asks for an MFA code.
        package var mfa = false

        package init(
            url: PerLanguage<String>, text: PerLanguage<String> = PerLanguage(),
            channel: PerLanguage<SlackChannelID> = PerLanguage()
        ) {
            self.url = url
            self.text = text
            self.channel = channel
        }

        package init(url: String? = nil, text: String? = nil) {
            self.init(url: PerLanguage(url), text: PerLanguage(text))
        }
    }

    /// The language of all channels, and of everyone without a `language` tag that names one of ours.
    package var language: Language
    /// The rules that the messages describe.
    package var policy: Policy
    /// Linked in the lines about whom to ask.
    package var securityChannel: SlackChannelID
    package var help: Help
    /// `messages.notice-intro`: the first sentence of notices, in a company's own words.
    package var noticeIntro = PerLanguage<String>()

    package init(
        language: Language = .english, policy: Policy, securityChannel: SlackChannelID, help: Help = Help()
    ) {
        self.language = language
        self.policy = policy
        self.securityChannel = securityChannel
        self.help = help
    }
}
