import KeyPolicy

/// The first `relevo.yaml`: the answers, and other settings as comments.
struct ConfigurationTemplate {
    let answers: SetupAnswers

    var text: String {
        """
        # Relevo's configuration, written by `relevo init`. Docs/configuration.md explains every key.

        accounts:
        \(accounts)
          # The trust policies of both roles require it. It is not a password, but keep it private.
          external-id: "\(answers.externalID)"

        # report: only posts the summary. notify: also notifies owners of what would happen; nothing is deactivated.
        # enforce: deactivates keys on the promised day. Messages sent before enforce never count as notice.
        mode: \(answers.mode.rawValue)

        policy:
          # Users that Relevo leaves alone: no notices, no deactivations. A pattern without a match is reported as a
          # problem in each summary.
          protected: [\(answers.protectedARNs.map { "\"\($0)\"" }.joined(separator: ", "))]
          # Keys of owners who can't be reached stay active; keys of people who have left are deactivated after notices
          # to the channel. To choose the opposite:
          # unreachable: enforce
          # left: hold
          # Deactivate only during working hours:
          # hours: {zone: America/Lima, days: [mon, tue, wed, thu], from: "09:00", to: "16:00"}
          # The maximum number of deactivations in a day, for about \(answers.keys) keys; `relevo plan` reports whether
          # it is enough.
          max-deactivations: \(answers.maxDeactivations)

        slack:
          # Where the token is stored, never the token itself: env:NAME or file:PATH.
          token: env:SLACK_BOT_TOKEN
          # The security channel: private, and not shared with another company. Otherwise every run is refused, unless
          # channel-may-be-public: true is set here.
          channel: \(answers.channel)

        # Channels of teams, for machines tagged team=payments:
        # teams: {payments: C0123456789}

        # Where owners find help:
        # help: {url: "https://wiki.example.com/keys", text: "Ask in the channel."}

        # The ledger, which records everything that Relevo did; back it up. The path is relative to the folder of this
        # file.
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
