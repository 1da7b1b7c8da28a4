import FoundationEssentials
import KeyPolicy

/// All files that `relevo init` writes, as texts.
struct Setup {
    /// A file, with its path relative to the folder.
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

    /// The next steps, as text.
    func nextSteps(folder: String) -> String {
        """
        The mode is \(answers.mode.rawValue): \(answers.mode.meaning) Change `mode` in \(folder)/relevo.yaml at any time.

        1. Slack: at https://api.slack.com/apps create an app from \(folder)/slack-app-manifest.yaml, install it, \
        invite it to the security channel (/invite @relevo), and put its bot token (xoxb-…) into SLACK_BOT_TOKEN.
        2. AWS: create both roles in every account, from \(folder)/stackset.yaml as a StackSet and as a stack in the \
        management account, or from \(folder)/roles.tf. Attach \(folder)/policies/RelevoHub.json to the role or user \
        that Relevo runs as in \(answers.hubAccount).
        3. See what is still missing, then what Relevo would do: relevo doctor --config \(folder)/relevo.yaml, and \
        relevo plan --config \(folder)/relevo.yaml. Continue with Docs/getting-started.md.
        """
    }
}

/// The answers from which `relevo init` makes its files.
struct SetupAnswers: Hashable, Sendable {
    enum Accounts: Hashable, Sendable {
        case organization
        case list([Account])
    }

    var accounts: Accounts
    /// The account that Relevo runs in.
    var hubAccount: AccountID
    /// Who may assume the roles; by default everyone that the hub account allows.
    var hubPrincipal: String
    var externalID: String
    var channel: SlackChannelID
    /// Paths of users that Relevo leaves alone, such as `/break-glass/`.
    var protectedPaths: [String]
    var mode: Mode
    /// The approximate number of active access keys; the proposed limit follows from it.
    var keys: Int
    /// As in ARNs: `aws`, `aws-cn`, …
    var partition: String

    /// Patterns for the ARNs of the protected users, in every account.
    var protectedARNs: [String] { protectedPaths.map { "arn:\(partition):iam::*:user\($0)*" } }

    /// The daily limit that suffices for that many keys even if all of them are old; at least 10.
    var maxDeactivations: Int {
        max(
            Policy().maxDeactivations,
            DeactivationPace.limit(for: keys, deactivateAt: Policy().deactivateAt, WorkDays(Policy())))
    }

    static func root(of account: AccountID, partition: String) -> String { "arn:\(partition):iam::\(account):root" }
}

extension Mode {
    /// What a run does in this mode, for somebody who sees the word for the first time.
    fileprivate var meaning: String {
        switch self {
        case .report: "a run only posts its summary in the security channel."
        case .notify: "a run tells owners what would happen, and deactivates nothing."
        case .enforce: "a run deactivates keys on the promised day; `relevo plan` shows which."
        }
    }
}

/// The folder that `relevo init` writes into.
struct SetupFolder {
    let path: String

    /// Writes all files, or none if one of them exists and may not be replaced.
    func write(_ files: [Setup.File], overwriting: Bool) throws(InitError) {
        let manager = FileManager.default
        let present = files.map(place(of:)).filter { manager.fileExists(atPath: $0) }
        guard overwriting || present.isEmpty else { throw .exists(present) }
        for file in files {
            let place = place(of: file)
            do {
                try manager.createDirectory(atPath: folder(of: place), withIntermediateDirectories: true)
                try Data(file.text.utf8).write(to: URL(filePath: place), options: .atomic)
            } catch {
                throw .cannotWrite(path: place, why: "check that its folder exists and is writable")
            }
        }
    }

    private func place(of file: Setup.File) -> String {
        path.hasSuffix("/") ? path + file.path : "\(path)/\(file.path)"
    }

    private func folder(of place: String) -> String {
        place.lastIndex(of: "/").map { $0 == place.startIndex ? "/" : String(place[..<$0]) } ?? "."
    }
}

/// Why `relevo init` wrote no files.
enum InitError: Error, Hashable, CustomStringConvertible {
    case missing([String])
    case invalid(flag: String, text: String, wanted: String)
    case exists([String])
    case cannotWrite(path: String, why: String)

    var description: String {
        switch self {
        case .missing(let flags):
            "\(flags.joined(separator: " and ")) \(flags.count == 1 ? "is" : "are") missing, and there is no terminal to ask on. "
                + "Give \(flags.count == 1 ? "it" : "them"), or run `relevo init` on a terminal."
        case .invalid(let flag, let text, let wanted): "\(flag) must be \(wanted), but is “\(text.prefix(80))”."
        case .exists(let paths):
            "Nothing was written: \(paths.joined(separator: ", ")) already \(paths.count == 1 ? "exists" : "exist"). "
                + "Choose another --folder, or overwrite with --force."
        case .cannotWrite(let path, let why):
            "\(path) can't be written: \(why). Choose another --folder, or make this one writable."
        }
    }

    var status: Int32 {
        switch self {
        case .missing, .invalid, .exists: 64
        case .cannotWrite: 1
        }
    }
}
