/// Relevo's own name for a message, carried in its Slack metadata so that a lost answer can be looked up.
package struct MessageID: Identifier {
    package let rawValue: String

    package init?(rawValue: String) {
        guard (8...64).contains(rawValue.utf8.count),
            rawValue.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D })
        else { return nil }
        self.rawValue = rawValue
    }
}
