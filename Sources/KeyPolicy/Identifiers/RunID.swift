/// One run of Relevo, as it appears in summaries, the ledger and AWS's role session names.
package struct RunID: Identifier {
    package let rawValue: String

    /// Accepts 8 to 40 characters that a role session name may hold.
    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    package init?(rawValue: String) {
        let allowed = rawValue.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
        }
        guard (8...40).contains(rawValue.utf8.count), allowed else { return nil }
        self.rawValue = rawValue
    }

    /// Makes one from whatever text: what a role session name may not hold is left out.
    package init(stamp: String, tail: String) {
        let kept = "\(stamp)-\(tail)".lowercased().utf8.filter {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
        }
        let text = String(decoding: kept.prefix(40), as: UTF8.self)
        rawValue = text.count < 8 ? text + String(repeating: "0", count: 8 - text.count) : text
    }
}
