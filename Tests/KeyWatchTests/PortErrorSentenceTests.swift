import KeyWatch
import Testing

/// What is read of what the ports may throw; a new case doesn't compile without its words.
struct PortErrorSentenceTests {
    @Test(arguments: [MessengerError.refused("Slack refuses our token."), .cannotLookUp("Slack said no.")])
    func `what Slack refuses`(_ error: MessengerError) {
        let sentence =
            switch error {
            case .refused: "Slack refuses our token."
            case .cannotLookUp: "An earlier message could not be looked up in Slack: Slack said no."
            }
        #expect("\(error)" == sentence)
    }

    @Test(arguments: [UserDetailsError.userTwice(Made.id("AIDAIOSFODNN7EXAMPLE")), .markerTwice, .tooManyPages])
    func `the list of users`(_ error: UserDetailsError) {
        let sentence =
            switch error {
            case .userTwice:
                "IAM's list of users named AIDAIOSFODNN7EXAMPLE twice, so it changed while it was read; the next run reads it again."
            case .markerTwice:
                "IAM's list of users came back to a page it had given before, so it can't be trusted."
            case .tooManyPages: "IAM's list of users did not end after a thousand pages."
            }
        #expect("\(error)" == sentence)
    }

    /// The middle of a sentence: behind it stands what was done instead.
    @Test(arguments: [ReportProblem.notReady, .unavailable("AWS said no."), .unreadable("it is empty")])
    func `the credential report`(_ problem: ReportProblem) {
        let clause =
            switch problem {
            case .notReady: "the credential report was not ready in time"
            case .unavailable: "the credential report could not be had (AWS said no)"
            case .unreadable: "the credential report could not be understood (it is empty)"
            }
        #expect("\(problem)" == clause)
    }

    @Test(arguments: [AccountReaderError.noSuchUser("ana")])
    func `a user who is gone`(_ error: AccountReaderError) {
        switch error {
        case .noSuchUser: #expect("\(error)" == "IAM has no user named ana any more.")
        }
    }
}
