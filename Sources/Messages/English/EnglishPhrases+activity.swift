import Slack

extension EnglishPhrases {
    func keyMade(_ activity: ShownKeyActivity) -> Mrkdwn { said(activity, done: "Made", question: "Who made it") }

    func keySwitchedOn(_ activity: ShownKeyActivity) -> Mrkdwn {
        said(activity, done: "Switched on", question: "Who switched it on")
    }

    private func said(_ activity: ShownKeyActivity, done: Mrkdwn, question: Mrkdwn) -> Mrkdwn {
        switch activity {
        case .byTheUser(let how): "\(done) by the user itself\(circumstances(how))."
        case .byAnother(let actor, let how):
            "*\(done) by \(self.actor(actor)), not by the key's own user*\(circumstances(how))."
        case .notShown:
            """
            \(question) isn't known: CloudTrail shows nothing about it. What happened a moment ago may take a quarter \
            of an hour to get there.
            """
        case .notAllowed(let permission): "\(question) isn't known: Relevo's audit role may not call \(permission)."
        case .unknown(let why): why.isEmpty ? "\(question) isn't known." : "\(question) isn't known: \(why)."
        }
    }

    private func actor(_ actor: ShownKeyActivity.Actor) -> Mrkdwn {
        switch actor {
        case .user(let name): "the user \(name)"
        case .session(let role, let name): "\(name) in the role \(role)"
        case .root: "the account's root user"
        case .other(let name): name
        }
    }

    private func circumstances(_ how: ShownKeyActivity.Circumstances) -> Mrkdwn {
        let means: Mrkdwn =
            switch how.means {
            case .console: ", in the AWS console"
            case .commandLine: ", with the AWS command line"
            case .program(let name): ", with \(name)"
            case nil: .empty
            }
        return how.source.map { "\(means), from \($0)" } ?? means
    }
}
