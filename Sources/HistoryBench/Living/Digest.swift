import FoundationEssentials
import KeyPolicy
import KeyWatchFakes

/// One number for all that was said and done.
enum Digest {
    static func of(_ messages: [RecordedMessage], _ changes: [StatusChange]) -> UInt64 {
        // FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ text: String) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        }
        for message in messages {
            add(
                "\(message.id) \(message.recipient.text) \(message.trueAt.timeIntervalSince1970) \(message.payload.word)"
            )
            for line in message.payload.lines {
                add("\(line.action) \(line.deadline?.timeIntervalSince1970 ?? 0) \(line.isPossibleRepeat)")
            }
        }
        for change in changes {
            add("\(change.key) \(change.isActive) \(change.trueAt.timeIntervalSince1970) \(change.byRelevo)")
        }
        return hash
    }
}
