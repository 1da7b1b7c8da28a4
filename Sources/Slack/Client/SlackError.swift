/// Why a call to Slack failed, by what to do about it.
///
/// Codes are those of <https://docs.slack.dev/reference/methods/chat.postMessage> and its siblings.
package enum SlackError: Error, Sendable, Equatable {
    /// Slack refuses our token, or the token lacks a scope. No message can be sent; stop.
    case tokenRefused(SlackFailure)
    /// Definite: we can't reach this person or channel. Notify somebody else.
    case recipientUnreachable(SlackFailure)
    /// The thread's parent, or the message to change, doesn't exist.
    case messageMissing(SlackFailure)
    /// Slack doesn't accept what we sent. This is a defect, and retrying doesn't help.
    case payload(SlackFailure)
    /// Certainly not carried out; can be retried later.
    case notDelivered(SlackFailure)
    /// The request was sent and no clear answer came, so it may have been carried out. Check before sending again.
    case ambiguous(SlackFailure)
    /// Slack refused with a code that isn't on our list: as unclear as no answer, and not temporary.
    case unlisted(SlackFailure)
    /// A message or group of blocks exceeds Slack's limits; nothing was sent.
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

    /// Slack's error code, or a code of this client; safe as a metric label.
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
            "Slack refused the app's token in a call of \(failure.sentence). Check the app's token and scopes, then run "
                + "again."
        case .recipientUnreachable(let failure):
            "Slack refused \(failure.sentence). Correct the Slack id, or invite the app to the channel."
        case .messageMissing(let failure):
            "\(failure.sentence) failed: Slack has no such message or thread. It was probably deleted."
        case .payload(let failure):
            "Slack doesn't accept what was sent in \(failure.sentence). Please report this as a defect."
        case .notDelivered(let failure):
            "Slack didn't carry out \(failure.sentence). \(failure.sends ? "Nothing was delivered; try" : "Try") again later."
        case .ambiguous(let failure):
            "Slack gave no clear answer to \(failure.sentence). "
                + (failure.sends
                    ? "It may have been delivered; check before sending it again."
                    : "Try again later. If the error persists, check what answers instead of Slack.")
        case .unlisted(let failure):
            "Slack refused \(failure.sentence) with an error that Relevo doesn't know. "
                + (failure.sends ? "It may have been delivered. " : "")
                + "Look up that error in Slack's documentation, and report it if Relevo should know it."
        case .tooLarge(let what):
            "The message exceeds Slack's limits: \(what). Nothing was sent."
        case .unusable(let what):
            "Slack can't be called: \(what)."
        }
    }
}

/// What is known about one call that failed.
package struct SlackFailure: Sendable, Equatable {
    /// The Web API method, such as `chat.postMessage`.
    package let method: String
    /// Slack's error code, such as `channel_not_found`, or a code of this client, such as `connection_lost`.
    package let code: String
    /// The channel or user the call was about, if any.
    package let target: String?
    /// The HTTP status, if an answer came.
    package let status: Int?
    /// Slack's `x-slack-req-id`, which its support asks for.
    package let requestID: String?
    /// Details from Slack, such as the missing scope or the refused block.
    package let detail: String?
    /// How long Slack asked to wait.
    package let retryAfter: Duration?

    package init(
        method: String, code: String, target: String? = nil, status: Int? = nil, requestID: String? = nil,
        detail: String? = nil, retryAfter: Duration? = nil
    ) {
        self.method = method
        self.code = code
        self.target = target
        self.status = status
        self.requestID = requestID
        self.detail = detail
        self.retryAfter = retryAfter
    }

    /// Whether there was no answer, or a gateway reported that there was none.
    var isWithoutAnswer: Bool { status == nil || status == 504 }

    /// Whether the call delivers a message; other calls only read, or open a conversation.
    var sends: Bool { method.hasPrefix("chat.") }

    /// `chat.postMessage for U123 (error channel_not_found, HTTP 200, request abc): detail`.
    var sentence: String {
        var facts = ["error \(code)"]
        if let status { facts.append("HTTP \(status)") }
        if let requestID { facts.append("request \(requestID)") }
        if let retryAfter { facts.append("retry after \(retryAfter.components.seconds) s") }
        let about = target.map { " for \($0)" } ?? ""
        let more = detail.map { ": \($0)" } ?? ""
        return "\(method)\(about) (\(facts.joined(separator: ", "))\(more))"
    }
}
