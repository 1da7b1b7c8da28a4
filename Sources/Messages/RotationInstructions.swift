import KeyPolicy
import Slack

/// How to rotate the keys of one message, in commands that can be pasted.
struct RotationInstructions {
    let phrases: any Phrases
    let actions: [PlannedAction]
    let readers: Readers

    func blocks() -> [Block] {
        let isForMachines = actions.allSatisfy { $0.user.owner.type == .machine }
        var blocks: [Block] = []
        if !isForMachines { blocks.append(.section(phrases.vaultTitle(.codeBlock(RotationCommands.vault)))) }
        blocks.append(.section(start(isForMachines)))
        if !readers.isPrivate { blocks.append(.section(phrases.findOldKey(.codeBlock(RotationCommands.list)))) }
        blocks.append(.section(phrases.mfa(.codeBlock(RotationCommands.mfaSession))))
        let store =
            isForMachines
            ? phrases.storeForMachine()
            : phrases.store(.codeBlock(RotationCommands.configure), test: .codeBlock(RotationCommands.test))
        let steps = [
            phrases.create(.codeBlock(RotationCommands.create)), store,
            phrases.deactivate(.codeBlock(RotationCommands.deactivate)),
            phrases.delete(.codeBlock(RotationCommands.delete)),
        ]
        blocks.append(.section(steps.joined(separator: "\n")))
        blocks.append(.section(phrases.twoKeys(.codeBlock(lines(RotationCommands.list, RotationCommands.lastUsed)))))
        return blocks
    }

    /// The line that makes the common steps speak of this key, where there are several.
    func presetBlock(_ action: PlannedAction) -> Block {
        .section(.codeBlock(RotationCommands.preset(action, isPrivate: readers.isPrivate)))
    }

    private func start(_ isForMachines: Bool) -> Mrkdwn {
        if actions.count == 1, let action = actions.first {
            let preset = RotationCommands.preset(action, isPrivate: readers.isPrivate)
            return phrases.start(.codeBlock(lines(RotationCommands.profile, preset)), isForMachines: isForMachines)
        }
        return phrases.startFromKeysLine(.codeBlock(RotationCommands.profile), isForMachines: isForMachines)
    }

    private func lines(_ lines: String...) -> String { lines.joined(separator: "\n") }
}
