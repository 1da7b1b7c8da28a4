import FoundationEssentials
import KeyPolicy

/// Identifiers by a few characters.
enum Names {
    static func account(_ digit: Int) -> Account {
        Account(id: id(String(repeating: "\(digit)", count: 12)), name: "account-\(digit)")
    }

    static func accountID(_ digit: Int) -> AccountID { account(digit).id }
    static func channel(_ text: String) -> SlackChannelID { id(text) }

    static func id<ID: Identifier>(_ text: String) -> ID {
        guard let id = ID(rawValue: text) else { preconditionFailure("\(text) is no \(ID.self)") }
        return id
    }
}
