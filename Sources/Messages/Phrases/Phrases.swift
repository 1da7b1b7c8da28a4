import FoundationEssentials
import KeyPolicy
import Slack

/// Every sentence in Relevo's messages, as functions of values: one type per language, and the compiler requires all of them.
///
/// The composer contains no text itself. Outside text arrives here as `Mrkdwn`, already escaped and bounded.
typealias Phrases = AnnouncementPhrases & DeactivationPhrases & ExemptionPhrases & KeyActivityPhrases & KeyPhrases
    & NoticePhrases & OwnerPhrases & PasteBlockPhrases & ProblemPhrases & RotationPhrases & StopPhrases
    & SummaryPhrases

extension Language {
    var phrases: any Phrases {
        switch self {
        case .english: EnglishPhrases()
        case .spanish: SpanishPhrases()
        }
    }
}

/// A key, its age, its last use and its recipient.
protocol KeyPhrases: Sendable {
    var language: Language { get }
    /// `AKIA…` of user … in account ….
    func key(_ key: ShownKey) -> Mrkdwn
    func age(_ key: ShownKey) -> Mrkdwn
    func ageTitle() -> Mrkdwn
    func lastUse(_ use: ShownUse) -> Mrkdwn
    func whyUnknown(_ why: WhyUseUnknown) -> Mrkdwn
    func lastUseTitle() -> Mrkdwn
    /// The same within a line about a key.
    func ageInLine(_ key: ShownKey) -> Mrkdwn
    func lastUseInLine(_ use: ShownUse) -> Mrkdwn
    func recipient(_ recipient: ShownRecipient) -> Mrkdwn
    /// A title for one of several parts.
    func part(_ text: Mrkdwn, _ number: Int, of count: Int) -> Mrkdwn
}
