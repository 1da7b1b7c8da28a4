extension DeactivationPace {
    /// What somebody should change, a sentence each; empty when the limits keep up and the queue ends soon.
    package var complaints: [String] {
        var complaints: [String] = []
        if limit < needed {
            complaints.append(
                "\(keys) keys come of age at a rate of \(needed) a day, and policy.max-deactivations is \(limit): set it to "
                    + "\(needed) or more, or the queue grows.")
        }
        for account in tightAccounts {
            complaints.append(
                "The keys of account \(account.account) need \(account.needed) deactivations a day, and its own "
                    + "max-deactivations is \(account.limit): set it to \(account.needed) or more.")
        }
        if let better = limitForGoodDays, let lastDay {
            complaints.append(
                "\(promised) keys have a deadline, and with policy.max-deactivations: \(limit) the last of them is "
                    + "deactivated on \(lastDay.text); with \(better) it would be within \(Self.goodDays) days.")
        }
        return complaints
    }

    /// The whole reckoning, for the person who sets the limit.
    package var sentences: [String] {
        guard complaints.isEmpty else { return complaints }
        let need =
            keys == 0
            ? "No key would be deactivated; policy.max-deactivations is \(limit)."
            : "\(keys) keys need at least \(needed) deactivations a day, and policy.max-deactivations is \(limit)."
        guard let lastDay else { return [need] }
        return [
            need,
            "\(promised) keys have a deadline; if nobody acts, the last of them is deactivated on \(lastDay.text).",
        ]
    }
}
