import Slack
import Testing

/// What a person reads of every kind of failure; a new case doesn't compile without its sentence.
struct SlackErrorSentenceTests {
    private static let posting = SlackFailure(
        method: "chat.postMessage", code: "a_code", target: "C9", status: 200, requestID: "r1", detail: "more")
    private static let asking = SlackFailure(method: "users.info", code: "a_code", target: "U1")

    static let every: [SlackError] = [
        .tokenRefused(posting), .recipientUnreachable(posting), .messageMissing(posting), .payload(posting),
        .notDelivered(posting), .notDelivered(asking), .ambiguous(posting), .ambiguous(asking),
        .unlisted(posting), .unlisted(asking),
        .tooLarge("51 blocks, at most 50 are allowed"), .unusable("the address is not a URL"),
    ]

    private static func sentence(_ error: SlackError) -> String {
        let call = "chat.postMessage for C9 (error a_code, HTTP 200, request r1: more)"
        return switch error {
        case .tokenRefused:
            "Slack refused the app's token in a call of \(call). Check the app's token and scopes, then run again."
        case .recipientUnreachable:
            "Slack refused \(call). Correct the Slack id, or invite the app to the channel."
        case .messageMissing: "\(call) failed: Slack has no such message or thread. It was probably deleted."
        case .payload: "Slack doesn't accept what was sent in \(call). Please report this as a defect."
        case .notDelivered(asking): "Slack didn't carry out users.info for U1 (error a_code). Try again later."
        case .notDelivered: "Slack didn't carry out \(call). Nothing was delivered; try again later."
        case .ambiguous(asking):
            "Slack gave no clear answer to users.info for U1 (error a_code). Try again later. If the error persists, "
                + "check what answers instead of Slack."
        case .ambiguous:
            "Slack gave no clear answer to \(call). It may have been delivered; check before sending it again."
        case .unlisted(asking):
            "Slack refused users.info for U1 (error a_code) with an error that Relevo doesn't know. Look up that error "
                + "in Slack's documentation, and report it if Relevo should know it."
        case .unlisted:
            "Slack refused \(call) with an error that Relevo doesn't know. It may have been delivered. Look up that "
                + "error in Slack's documentation, and report it if Relevo should know it."
        case .tooLarge: "The message exceeds Slack's limits: 51 blocks, at most 50 are allowed. Nothing was sent."
        case .unusable: "Slack can't be called: the address is not a URL."
        }
    }

    @Test(arguments: every)
    func `says what failed, on what, and what to do`(_ error: SlackError) {
        #expect("\(error)" == Self.sentence(error))
    }
}
