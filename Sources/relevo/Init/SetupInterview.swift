import FoundationEssentials
import KeyPolicy

/// Gets the answer to each question: from its option, from the person at the terminal, or the default.
struct SetupInterview {
    /// Shows a prompt and returns a line, or nil at the end of input. Nil without a terminal.
    let ask: ((String) -> String?)?
    /// Of the terminal, in cells: prompts are broken between words.
    var width = 80

    /// - Parameter given: the option's value, if there was one.
    func answer<Value>(_ question: SetupQuestion<Value>, given: String?) throws(InitError) -> Value {
        if let given {
            guard let value = question.read(given) else {
                throw .invalid(flag: question.flag, text: given, wanted: question.wanted)
            }
            return value
        }
        guard let ask else { return try standard(question) }
        let hint = question.standard.map { " [\($0)]" } ?? ""
        var prompt = self.prompt("\(question.text)\(hint)")
        while let line = ask(prompt) {
            let text = line[...].trimmed
            if text.isEmpty, question.standard != nil { return try standard(question) }
            if let value = question.read(text) { return value }
            prompt = self.prompt("Please give \(question.wanted)")
        }
        throw .missing([question.flag])
    }

    private func prompt(_ text: String) -> String {
        // The colon and the space after it stay with the last word.
        "\(LineWrapping(width: max(20, width - 2)).line(text)): "
    }

    /// The default, without asking.
    func standard<Value>(_ question: SetupQuestion<Value>) throws(InitError) -> Value {
        guard let text = question.standard, let value = question.read(text) else { throw .missing([question.flag]) }
        return value
    }
}

/// A question of `relevo init`; an answer on the terminal and an option's value are read the same way.
struct SetupQuestion<Value>: Sendable {
    let flag: String
    let text: String
    /// The default, for an empty answer.
    var standard: String?
    /// A description of a valid answer.
    let wanted: String
    let read: @Sendable (String) -> Value?
}

extension SetupQuestion where Value == SetupAnswers.Accounts {
    static let accounts = SetupQuestion(
        flag: "--accounts", text: "Which accounts? `organization`, or their ids separated by commas",
        standard: "organization", wanted: "organization, or ids of accounts such as 111111111111=payments,222222222222"
    ) { text in
        if text == "organization" { return .organization }
        var accounts: [Account] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = item.split(separator: "=", maxSplits: 1).map(\.trimmed)
            guard let first = parts.first, let id = AccountID(rawValue: first),
                !accounts.contains(where: { $0.id == id })
            else { return nil }
            let name = parts.count > 1 ? parts[1] : id.rawValue
            guard name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else { return nil }
            accounts.append(Account(id: id, name: name))
        }
        return .list(accounts)
    }
}

extension SetupQuestion where Value == AccountID {
    static let hubAccount = SetupQuestion(
        flag: "--hub-account", text: "The id of the account that Relevo runs in", wanted: "twelve digits",
        read: AccountID.init(rawValue:))
}

extension SetupQuestion where Value == SlackChannelID {
    static let channel = SetupQuestion(
        flag: "--channel",
        text: "The id of the security channel in Slack, a private one (channel details, at the bottom)",
        wanted: "a channel's id such as C0123456789, not its name", read: SlackChannelID.init(rawValue:))
}

extension SetupQuestion where Value == Mode {
    static let mode = SetupQuestion(
        flag: "--mode", text: "The first mode: report, notify or enforce", standard: "notify",
        wanted: "report, notify or enforce", read: Mode.init(rawValue:))
}

extension SetupQuestion where Value == Int {
    static let keys = SetupQuestion(
        flag: "--keys", text: "The approximate number of active access keys in all accounts", standard: "500",
        wanted: "a whole number such as 500"
    ) { text in
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text).flatMap { $0 <= 10_000_000 ? $0 : nil }
    }
}

extension SetupQuestion where Value == [String] {
    static let protected = SetupQuestion(
        flag: "--protected", text: "The path of IAM users that Relevo leaves alone, such as /break-glass/, or `none`",
        standard: "none", wanted: "a path such as /break-glass/, several separated by commas, or none"
    ) { text in
        if text == "none" { return [] }
        let paths = text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
        return paths.allSatisfy(isPath) ? paths : nil
    }

    /// Stricter than IAM: no character that a policy reads as a pattern or a variable.
    private static func isPath(_ text: String) -> Bool {
        text.count > 2 && text.count <= 512 && text.hasPrefix("/") && text.hasSuffix("/")
            && text.utf8.allSatisfy { $0.isLetterOrDigit || "/_+=.@-".utf8.contains($0) }
    }
}

extension SetupQuestion where Value == String {
    /// - Parameter generated: a random one, the default.
    static func externalID(generated: String) -> SetupQuestion {
        SetupQuestion(
            flag: "--external-id", text: "The external id that both roles require", standard: generated,
            wanted: "2 to 1224 letters, digits or any of _ + = , . @ : / -"
        ) { text in
            let isRight =
                (2...1_224).contains(text.utf8.count)
                && text.utf8.allSatisfy { $0.isLetterOrDigit || "_+=,.@:/-".utf8.contains($0) }
            return isRight ? text : nil
        }
    }

    /// - Parameter root: the hub account's root, so that the policies in that account decide.
    static func hubPrincipal(root: String) -> SetupQuestion {
        SetupQuestion(
            flag: "--hub-principal", text: "The ARN of the role or user that Relevo runs as", standard: root,
            wanted: "the ARN of a role, a user or an account's root, such as arn:aws:iam::111111111111:role/relevo"
        ) { text in
            let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
            guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", parts[3].isEmpty,
                AccountID(rawValue: String(parts[4])) != nil,
                parts[5] == "root" || parts[5].hasPrefix("role/") || parts[5].hasPrefix("user/"),
                text.utf8.allSatisfy({ $0.isLetterOrDigit || ":/_+=,.@-".utf8.contains($0) })
            else { return nil }
            return text
        }
    }

    static let partition = SetupQuestion(
        flag: "--partition", text: "The partition", standard: "aws", wanted: "aws, aws-cn, aws-us-gov or aws-eusc"
    ) { ["aws", "aws-cn", "aws-us-gov", "aws-eusc"].contains($0) ? $0 : nil }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
