import FoundationEssentials
import KeyPolicy
import Slack

/// Every sentence in English, a file per theme.
struct EnglishPhrases: Phrases {
    var language: Language { .english }

    /// "1 access key", "3 access keys".
    func keys(_ count: Int) -> Mrkdwn {
        count == 1 ? "1 access key" : "\(count) access keys"
    }

    func days(_ count: Int) -> Mrkdwn {
        count == 1 ? "1 day" : "\(count) days"
    }

    func key(_ key: ShownKey) -> Mrkdwn {
        "\(key.id) of \(key.isMachine ? "the machine" as Mrkdwn : "user") \(key.user) in \(key.account)"
    }

    func age(_ key: ShownKey) -> Mrkdwn {
        "\(days(key.ageDays)), created \(.date(key.createdAt))"
    }

    func ageTitle() -> Mrkdwn { "Age" }

    func ageInLine(_ key: ShownKey) -> Mrkdwn { "\(days(key.ageDays)) old" }

    func lastUse(_ use: ShownUse) -> Mrkdwn {
        switch use {
        case .used(let at, let service?, let region?): "\(.date(at)): \(service) in \(region)"
        case .used(let at, let service?, nil): "\(.date(at)): \(service)"
        case .used(let at, nil, let region?): "\(.date(at)), in \(region)"
        case .used(let at, nil, nil): Mrkdwn.date(at)
        case .never: "Never"
        case .unknown(let why): why.map { "Not known (\(whyUnknown($0)))" } ?? "Not known"
        }
    }

    func whyUnknown(_ why: WhyUseUnknown) -> Mrkdwn {
        switch why {
        case .notLookedUp: "not looked up"
        case .deleted: "already deleted"
        case .reportUncertain: "the credential report does not say it for certain"
        case .notAnswered: "IAM did not answer"
        }
    }

    func lastUseTitle() -> Mrkdwn { "Last used" }

    func lastUseInLine(_ use: ShownUse) -> Mrkdwn {
        switch use {
        case .used: "last used \(lastUse(use))"
        case .never: "never used"
        case .unknown(let why): why.map { "last use not known (\(whyUnknown($0)))" } ?? "last use not known"
        }
    }

    func recipient(_ recipient: ShownRecipient) -> Mrkdwn {
        switch recipient {
        case .person(let name, let id): name.map { "\($0) (\(id))" } ?? id
        case .team(let channel): "the team in \(channel)"
        case .standIn(let channel): channel.map { "only \($0)" } ?? "only this channel"
        }
    }

    func part(_ text: Mrkdwn, _ number: Int, of count: Int) -> Mrkdwn {
        count == 1 ? text : "\(text) (part \(number) of \(count))"
    }
}

extension EnglishPhrases {
    func keyCreated(_ activity: ShownKeyActivity) -> Mrkdwn {
        said(activity, done: "Created", question: "Who created it")
    }

    func keyActivated(_ activity: ShownKeyActivity) -> Mrkdwn {
        said(activity, done: "Activated", question: "Who activated it")
    }

    func serviceCredentialTitle() -> Mrkdwn { "*A new credential for one AWS service*" }

    func serviceCredential(
        _ user: Mrkdwn, service: Mrkdwn, in account: Mrkdwn, author: ShownKeyActivity
    ) -> Mrkdwn {
        let created = said(author, done: "Created", question: "Who created it")
        return ":new: The user \(user) in \(account) can now use \(service) without an access key. \(created)"
    }

    func afterServiceCredential() -> Mrkdwn {
        """
        Relevo doesn't watch the age of such credentials. If nobody expected this one, deactivate it, and find out who \
        created it:
        """
    }

    private func said(_ activity: ShownKeyActivity, done: Mrkdwn, question: Mrkdwn) -> Mrkdwn {
        switch activity {
        case .byTheUser(let how): "\(done) by the user itself\(circumstances(how))."
        case .byAnother(let actor, let how):
            "*\(done) by \(self.actor(actor)), not by the key's own user*\(circumstances(how))."
        case .notShown:
            """
            \(question) isn't known: CloudTrail shows nothing about it. Events can take 15 minutes to appear there.
            """
        case .notAllowed(let permission):
            "\(question) isn't known: Relevo's audit role isn't allowed to call \(permission)."
        case .unknown: "\(question) isn't known: CloudTrail gave no clear answer."
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
            case .commandLine: ", with the AWS CLI"
            case .program(let name): ", with \(name)"
            case nil: .empty
            }
        return how.source.map { "\(means), from \($0)" } ?? means
    }
}
