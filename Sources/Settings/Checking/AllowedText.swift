/// The bytes that AWS allows in the names a configuration may hold.
enum AllowedText {
    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    static func isSmallLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// `[\w+=,.@/-]`: names of IAM users and roles with their path.
    static func isIAMName(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || "_+=,.@/-".utf8.contains(byte) }

    /// `[\w+=,.@:/-]`, of 2 to 1,224 characters.
    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    static func isExternalID(_ byte: UInt8) -> Bool { isIAMName(byte) || byte == 0x3A }

    static func isNameOrARN(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || "_+=.@:/-".utf8.contains(byte) }

    static func isTableName(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || "_.-".utf8.contains(byte) }
}
