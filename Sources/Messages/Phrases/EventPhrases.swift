import FoundationEssentials
import KeyPolicy
import Slack

/// What happened to keys: deactivated, new, rotated, switched on again; accounts that left.
protocol EventPhrases: Sendable {
    func deactivatedTitle(for readers: Readers) -> PlainText
    func deactivated(_ key: ShownKey, at: Date) -> Mrkdwn
    func deactivatedText(_ key: ShownKey) -> Mrkdwn
    func whyDeactivated(_ key: ShownKey, maximumAge: Int, toldSince: Date, promised: Date) -> Mrkdwn
    func whatDeactivationDoes() -> Mrkdwn
    func howToWorkAgain(for readers: Readers, channel: Mrkdwn) -> Mrkdwn
    func deactivatedInChannel(_ key: ShownKey, of recipient: ShownRecipient, at: Date) -> Mrkdwn
    func toldInChannel(_ recipient: ShownRecipient, toldSince: Date, promised: Date) -> Mrkdwn

    func newKeysTitle(_ count: Int, for readers: Readers) -> PlainText
    func newKeysText(_ count: Int) -> Mrkdwn
    func newKeyCreated(_ key: ShownKey) -> Mrkdwn
    func newKeyExpected() -> Mrkdwn
    func newKeyExtra() -> Mrkdwn
    func askWhetherItWasYou(_ count: Int, channel: Mrkdwn) -> Mrkdwn
    func newKeysInChannel(_ count: Int) -> Mrkdwn
    func newKeyInChannel(_ key: ShownKey, of recipient: ShownRecipient, expected: Bool) -> Mrkdwn

    func rotatedText(_ count: Int) -> Mrkdwn
    func thanks(_ count: Int) -> Mrkdwn
    func rotated(_ key: ShownKey, successor: Mrkdwn) -> Mrkdwn
    func rotatedInChannel(_ count: Int) -> Mrkdwn
    func rotatedInChannel(_ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn) -> Mrkdwn

    func reactivatedTitle(_ count: Int) -> PlainText
    func reactivatedText(_ count: Int) -> Mrkdwn
    func reactivated(_ key: ShownKey) -> Mrkdwn
    func afterReactivation(_ count: Int, channel: Mrkdwn) -> Mrkdwn
    func reactivatedInChannel(_ count: Int) -> Mrkdwn
    func reactivatedInChannel(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn

    func accountsLeft(_ count: Int) -> Mrkdwn
    func accountLeft(_ account: Mrkdwn, _ why: AccountAbsence) -> Mrkdwn
}
