import AWS
import FoundationEssentials
import KeyPolicy

/// The calls that were signed with a key. All that CloudTrail says about them was chosen by the caller, so each value is
/// either what it is documented to be, or left out.
extension CloudTrailAuditTrail {
    var homeRegion: String { client.homeRegion }

    func calls(signedWith key: AccessKeyID, in region: String) async -> [KeyCall]? {
        guard let page = try? await client.lookupEvents(signedWith: key.rawValue, in: region) else { return nil }
        return page.items.compactMap { KeyCall($0, signedWith: key, in: region) }
    }
}

extension KeyCall {
    /// Nil for an event that is about another key, or that isn't what it is documented to be.
    init?(_ event: CloudTrailEvent, signedWith key: AccessKeyID, in region: String) {
        let record = event.record
        guard record.userIdentity.accessKeyId == key.rawValue, let service = Self.service(record.eventSource),
            (1...100).contains(event.name.utf8.count), event.name.utf8.allSatisfy(Self.isLetterOrDigit)
        else { return nil }
        self.init(
            tool: UserAgent(record.userAgent, isConsole: record.sessionCredentialFromConsole?.isSet == true).tool,
            source: record.sourceIPAddress.flatMap(Self.source), service: service, operation: event.name,
            region: region, at: event.time)
    }

    /// `ec2` of `ec2.amazonaws.com`.
    private static func service(_ host: String) -> String? {
        let parts = host.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard isHost(host), let name = parts.first, parts.count == 2, (1...30).contains(name.utf8.count) else {
            return nil
        }
        return String(name)
    }

    /// An address or a service's host; nil for anything else, such as `AWS Internal`.
    private static func source(_ text: String) -> String? {
        isVersion4(text) || isVersion6(text) || isHost(text) ? text : nil
    }

    private static func isVersion4(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8(part) != nil }
    }

    /// By its characters: a longer check would keep nobody from sending another address.
    private static func isVersion6(_ text: String) -> Bool {
        (2...45).contains(text.utf8.count) && text.utf8.count { $0 == UInt8(ascii: ":") } >= 2
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x46, 0x61...0x66, UInt8(ascii: "."), UInt8(ascii: ":"): true
                default: false
                }
            }
    }

    /// Whether it is a host of AWS's, in lower case.
    private static func isHost(_ text: String) -> Bool {
        text.utf8.count <= 64 && [".amazonaws.com", ".amazonaws.com.cn"].contains { text.hasSuffix($0) }
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"): true
                default: false
                }
            }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
