/// What IAM says of a key; anything but `active` can't be used, and a word we don't know is kept as it came.
package enum KeyStatus: Hashable, Sendable {
    case active
    case inactive
    case other(String)

    package init(_ text: String) {
        switch text {
        case "Active": self = .active
        case "Inactive": self = .inactive
        default: self = .other(text)
        }
    }

    package var text: String {
        switch self {
        case .active: "Active"
        case .inactive: "Inactive"
        case .other(let text): text
        }
    }
}

extension KeyStatus: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
