import KeyPolicy

/// `relevo.yaml` as a newcomer gets it: what was answered, and what else one may want, in comments.
struct ConfigurationTemplate {
    let answers: SetupAnswers

    var text: String {
        """
        # Relevo's configuration, begun by `relevo init`. Docs/configuration.md explains every key.

        accounts:
        \(accounts)
          # The trust policies of both roles ask for it. It is no password, but need not be told around.
          external-id: "\(answers.externalID)"

        # report: only the summary is posted. notify: owners are told what would happen, and nothing is switched off.
        # enforce: keys are deactivated on the day that was promised. What was said before enforce never counts as notice.
        mode: \(answers.mode.rawValue)

        policy:
          # Users who are never touched, whatever else says so. A pattern that matches nobody is a problem in each summary.
          protected: [\(answers.protectedARNs.map { "\"\($0)\"" }.joined(separator: ", "))]
          # Deactivate only while somebody is there to answer:
          # hours: {zone: America/Lima, days: [mon, tue, wed, thu], from: "09:00", to: "16:00"}
          # At most so many in a day. About \(answers.keys) keys need it; `relevo plan` says whether it is enough.
          max-deactivations: \(answers.maxDeactivations)

        slack:
          # Never the token itself: env:NAME or file:PATH.
          token: env:SLACK_BOT_TOKEN
          # The security channel.
          channel: \(answers.channel)

        # Channels of teams, for machines tagged team=payments:
        # teams: {payments: C0123456789}

        # Where owners find help:
        # help: {url: "https://wiki.example.com/keys", text: "Ask in the channel."}

        # Relevo's memory; back it up. Counted from the folder of this file.
        ledger: sqlite:relevo.db

        """
    }

    private var accounts: String {
        switch answers.accounts {
        case .organization:
            """
              # Every active account of the organization.
              organization: true
              # exclude: ["222222222222"]
            """
        case .list(let accounts):
            "  list:\n"
                + accounts.map { "    - {id: \"\($0.id)\", name: \"\(Self.escaped($0.name))\"}" }.joined(
                    separator: "\n")
        }
    }

    private static func escaped(_ text: String) -> String {
        String(text.flatMap { "\\\"".contains($0) ? ["\\", $0] : [$0] })
    }
}
