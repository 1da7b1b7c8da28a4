/// All that `relevo init` writes, as texts.
struct Setup {
    /// A file and where it goes, relative to the folder.
    struct File: Hashable, Sendable {
        let path: String
        let text: String
    }

    let answers: SetupAnswers

    func files() throws -> [File] {
        let policies = RolePolicies(answers: answers)
        return [
            File(path: "relevo.yaml", text: ConfigurationTemplate(answers: answers).text),
            File(path: "slack-app-manifest.yaml", text: SlackManifest().text),
            File(path: "policies/RelevoAudit.json", text: try policies.auditPolicy.json()),
            File(path: "policies/RelevoEnforce.json", text: try policies.enforcePolicy.json()),
            File(path: "policies/RelevoHub.json", text: try policies.hubPolicy.json()),
            File(path: "policies/trust.json", text: try policies.trustPolicy.json()),
            File(path: "stackset.yaml", text: StackSetTemplate(answers: answers).text),
            File(path: "roles.tf", text: TerraformTemplate(answers: answers).text),
        ]
    }

    /// What to do next, for the person.
    func nextSteps(folder: String) -> String {
        """
        1. Slack: at https://api.slack.com/apps create an app from \(folder)/slack-app-manifest.yaml, install it, invite it to
           the security channel (/invite @relevo), and put its bot token (xoxb-…) into SLACK_BOT_TOKEN.
        2. AWS: make both roles in every account, from \(folder)/stackset.yaml as a StackSet and as a stack in the management
           account, or from \(folder)/roles.tf. Give \(folder)/policies/RelevoHub.json to whatever Relevo runs as in \
        \(answers.hubAccount).
        3. See what is still missing, then what Relevo would say: relevo doctor --config \(folder)/relevo.yaml, and
           relevo plan --config \(folder)/relevo.yaml. Docs/getting-started.md goes on from there.
        """
    }
}
