/// Why a call to Slack failed, by what follows from it.
///
/// Codes are those of <https://docs.slack.dev/reference/methods/chat.postMessage> and its siblings.
package enum SlackError: Error, Sendable, Equatable {
    /// Our own token is refused or lacks a scope: nobody can be told anything; stop.
    case tokenRefused(SlackFailure)
    /// Definite: this person or channel can't be reached by us; tell somebody else.
    case recipientUnreachable(SlackFailure)
    /// The thread's parent or the message to change isn't there (any more).
    case messageMissing(SlackFailure)
    /// What we sent is not acceptable to Slack: a defect of ours; sending it again can't help.
    case payload(SlackFailure)
    /// Certainly not done; may be tried again later.
    case notDelivered(SlackFailure)
    /// The request went out and no clear answer came back: it may or may not have been done. Look before sending again.
    case ambiguous(SlackFailure)
    /// Slack said no with a code that isn't on our list: as unclear as no answer, and not passing by itself.
    case unlisted(SlackFailure)
    /// A message or group of blocks is over Slack's limits; nothing was sent.
    case tooLarge(String)
    /// The base address or the token can't be used at all; nothing was sent.
    case unusable(String)

    /// What is known about the call, if one was made.
    package var failure: SlackFailure? {
        switch self {
        case .tokenRefused(let failure), .recipientUnreachable(let failure), .messageMissing(let failure),
            .payload(let failure), .notDelivered(let failure), .ambiguous(let failure), .unlisted(let failure):
            failure
        case .tooLarge, .unusable: nil
        }
    }

    /// Slack's error code, or a word of ours: safe as a metric label.
    package var code: String {
        switch self {
        case .tooLarge: "too_large"
        case .unusable: "unusable"
        default: failure?.code ?? "unknown"
        }
    }
}

extension SlackError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tokenRefused(let failure):
            "Slack refuses our token in \(failure.sentence). Check the app's token and scopes, then run again."
        case .recipientUnreachable(let failure):
            "Slack can't deliver \(failure.sentence). Correct the Slack id, or invite the app to the channel."
        case .messageMissing(let failure):
            "Slack has no such message or thread in \(failure.sentence). It was probably deleted."
        case .payload(let failure):
            "Slack doesn't accept what was sent in \(failure.sentence). Please report this as a defect."
        case .notDelivered(let failure):
            "Slack didn't carry out \(failure.sentence). \(failure.sends ? "Nothing was delivered; try" : "Try") again later."
        case .ambiguous(let failure):
            "Slack gave no clear answer to \(failure.sentence). "
                + (failure.sends
                    ? "It may have been delivered; look before sending again."
                    : "Try again later; if it stays so, see what answers in Slack's place.")
        case .unlisted(let failure):
            "Slack said no to \(failure.sentence), which is no error that Relevo knows. "
                + (failure.sends ? "It may have been delivered; look" : "Look")
                + " up that error in Slack's documentation, and report it if Relevo should know it."
        case .tooLarge(let what):
            "The message is over Slack's limits: \(what). Nothing was sent."
        case .unusable(let what):
            "Slack can't be called: \(what)."
        }
    }
}
