import KeyPolicy
import KeyWatch
import Slack

/// What the security channel reads about owners themselves: who can't be reached, and who has left.
extension SlackComposer {
    private static let mostUnreachable = 100

    /// Users whose keys stay active because their owners can't be reached, and how to correct each.
    func ownersUnreachable(_ findings: [Finding]) -> [ComposedMessage] {
        let title = common.ownersUnreachableTitle(findings.count)
        var items = findings.prefix(Self.mostUnreachable).compactMap { finding -> BlockList.Item? in
            guard case .ownerUnreachable(let reason) = finding.kind, let user = finding.user else { return nil }
            let why = common.unreachable(reason, ShownOwner(user))
            return BlockList.Item(covers: [], line: "\(ShownKey.account(finding.account)): \(why)")
        }
        let more = findings.count - items.count
        if more > 0 { items.append(BlockList.Item(covers: [], line: common.andMore(more))) }
        return messages(BlockList.groups(title, items), phrases: common, text: title)
    }

    /// With commands that deactivate their users' keys, whose ids are not shown in a channel.
    func ownersLeft(_ actions: [PlannedAction]) -> [ComposedMessage] {
        let items = actions.compactMap { action -> BlockList.Item? in
            guard case .announce(.ownerLeft(let owner)) = action.kind else { return nil }
            return item(
                action, common.ownerLeft(ShownKey(action, isPrivate: false), owner: ShownRecipient(id: owner)))
        }
        let commands = deactivationCommands(actions)
        let title = common.ownersLeftTitle(actions.count)
        let closing: [Block] = [.section(common.afterOwnersLeft(hasCommands: !commands.isEmpty))]
        return messages(
            BlockList.groups(title, items),
            closing: closing + (commands.isEmpty ? [] : [.section(.codeBlock(commands, limit: Self.longestCommands))]),
            phrases: common, text: title)
    }

    private static let longestCommands = 2_400

    /// A block for each account, which does nothing in another one. What a machine's key would stop must be looked at
    /// first, and a name that may not be shown in a channel is left out.
    private func deactivationCommands(_ actions: [PlannedAction]) -> String {
        let people = actions.filter { $0.user.owner.type != .machine && !ChannelText().hides($0.user.name) }
        var text = ""
        for (account, actions) in Dictionary(grouping: people, by: \.account.id).sorted(by: { $0.key < $1.key }) {
            let users = Set(actions.map(\.user.name)).sorted().compactMap { ShellWord(userName: $0)?.text }
            let block = """
                [ "$(aws sts get-caller-identity --query Account --output text)" = \(account) ] &&
                for u in \(users.joined(separator: " ")); do
                  for k in $(aws iam list-access-keys --user-name "$u" --query 'AccessKeyMetadata[].AccessKeyId' --output text); do
                    aws iam update-access-key --user-name "$u" --access-key-id "$k" --status Inactive
                  done
                done
                """
            guard !users.isEmpty, text.count + block.count < Self.longestCommands else { continue }
            text += (text.isEmpty ? "" : "\n") + block
        }
        return text
    }
}
