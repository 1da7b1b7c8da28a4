import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes

/// What tests ask about what was said and done.
extension Watched {
    /// `76@76 81@81`: the stages of notices about a key with the days on which they were stored, to `recipient`.
    func notices(of key: AccessKeyID, to recipient: Recipient) -> String {
        messenger.messages.filter { $0.recipient == recipient && ["notices", "unreachable"].contains($0.payload.word) }
            .flatMap { message in
                message.payload.lines.filter { $0.key == key }.map { line in
                    "\(line.stage ?? 0)@\(Self.day(message.at))" + (line.isPossibleRepeat ? "?" : "")
                }
            }
            .joined(separator: " ")
    }

    /// The same for any word: `deactivated@91`.
    func words(_ words: Set<String>, about key: AccessKeyID, to recipient: Recipient) -> String {
        messenger.messages.filter { $0.recipient == recipient && words.contains($0.payload.word) }
            .flatMap { message in
                message.payload.lines.filter { $0.key == key }.map { _ in
                    "\(message.payload.word)@\(Self.day(message.at))"
                }
            }
            .joined(separator: " ")
    }

    /// Days on which Relevo deactivated the key.
    func deactivations(of key: AccessKeyID) -> [Int] {
        estate.deactivations.filter { $0.key == key }.map { Self.day($0.at) }
    }

    func deadline(ofLastNoticeAbout key: AccessKeyID) -> Date? {
        messenger.messages.flatMap(\.payload.lines).last { $0.key == key && $0.stage != nil }?.deadline
    }

    func messages(to recipient: Recipient) -> [RecordedMessage] {
        messenger.messages.filter { $0.recipient == recipient }
    }

    static func day(_ instant: Date) -> Int { Days.whole(from: Made.start, to: instant) }

    func events(of user: UserID, in account: AccountID) async -> [String] {
        await ledger.keyEvents(of: user, in: account).map(\.kind)
    }
}

extension RunReport {
    func held(_ key: AccessKeyID) -> String? { plan.held.first { $0.key.id == key }?.reason.code.rawValue }
    func did(_ word: String) -> [PlannedAction] { plan.actions.filter { $0.kindName == word } }
}
