/// A pattern over ARNs in which `*` stands for any run of characters and `?` for one, as in IAM policies; `${*}`,
/// `${?}` and `${$}` stand for those characters themselves, which a user's path may contain.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
package struct ARNPattern: Hashable, Sendable {
    private enum Part: Hashable, Sendable {
        case anything
        case one
        case exactly(Unicode.Scalar)
    }

    private static let special: Set<Unicode.Scalar> = ["*", "?", "$"]

    package let text: String
    private let parts: [Part]

    package init(_ text: String) {
        self.text = text
        parts = Self.parts(of: Array(text.unicodeScalars))
    }

    /// The pattern that matches this ARN and no other.
    package init(exactly arn: String) {
        var text = String.UnicodeScalarView()
        for scalar in arn.unicodeScalars {
            if Self.special.contains(scalar) {
                text += ["$", "{", scalar, "}"]
            } else {
                text.append(scalar)
            }
        }
        self.init(String(text))
    }

    package func matches(_ arn: String) -> Bool {
        let subject = Array(arn.unicodeScalars)
        var place = 0
        var star: Int?
        var resume = 0
        var index = 0
        // The usual greedy walk: on a mismatch give the last star one character more. Linear in practice, never
        // exponential.
        while index < subject.count {
            if place < parts.count, parts[place] == .anything {
                star = place
                resume = index
                place += 1
            } else if place < parts.count, parts[place] == .one || parts[place] == .exactly(subject[index]) {
                place += 1
                index += 1
            } else if let last = star {
                place = last + 1
                resume += 1
                index = resume
            } else {
                return false
            }
        }
        return parts[place...].allSatisfy { $0 == .anything }
    }

    private static func parts(of text: [Unicode.Scalar]) -> [Part] {
        var parts: [Part] = []
        var index = 0
        while index < text.count {
            if index + 3 < text.count, text[index] == "$", text[index + 1] == "{", special.contains(text[index + 2]),
                text[index + 3] == "}"
            {
                parts.append(.exactly(text[index + 2]))
                index += 4
                continue
            }
            switch text[index] {
            case "*": parts.append(.anything)
            case "?": parts.append(.one)
            default: parts.append(.exactly(text[index]))
            }
            index += 1
        }
        return parts
    }
}
