import FoundationEssentials
import Slack

/// The English table; its other halves are in the files beside this one.
struct EnglishPhrases: Phrases {
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
        case .unknown(let why): why.isEmpty ? "Not known" : "Not known (\(why))"
        }
    }

    func lastUseTitle() -> Mrkdwn { "Last used" }

    func lastUseInLine(_ use: ShownUse) -> Mrkdwn {
        switch use {
        case .used: "last used \(lastUse(use))"
        case .never: "never used"
        case .unknown(let why): why.isEmpty ? "last use not known" : "last use not known (\(why))"
        }
    }

    func recipient(_ recipient: ShownRecipient) -> Mrkdwn {
        switch recipient {
        case .person(let name, let id): name.map { "\($0) (\(id))" } ?? id
        case .team(let channel): "the team in \(channel)"
        case .standIn(let channel): channel.map { "nobody but \($0)" } ?? "nobody but this channel"
        }
    }

    func part(_ text: Mrkdwn, _ number: Int, of count: Int) -> Mrkdwn {
        count == 1 ? text : "\(text) (part \(number) of \(count))"
    }
}
