/// A value as one word of a shell command, quoted so that nothing in it is ever run.
struct ShellWord {
    let text: String

    /// Nil for a name that IAM could not have: such a value has no place in a command.
    /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html
    init?(userName: String) {
        let allowed = userName.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            case UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "@"),
                UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard allowed, (1...64).contains(userName.utf8.count) else { return nil }
        text = "'\(userName)'"
    }
}
