import KeyPolicy

/// The program that a user agent names. Anybody can send any user agent.
struct UserAgent {
    /// Nil for an empty user agent, and for a service of AWS's, which is given as the source too.
    let tool: KeyCall.Tool?

    /// The console's user agents, from before CloudTrail marked console sessions.
    static let consoles = ["signin.amazonaws.com", "console.amazonaws.com"]
    /// Characters of a user agent that are read.
    private static let longest = 1_000
    /// Characters of an unknown user agent that are shown.
    private static let shown = 40

    private struct Product {
        /// In lower case, as it stands before the version; `*` at the end for any ending.
        let agent: String
        let name: String
        var isVersioned = true

        func isNamed(by word: Substring) -> Bool {
            agent.hasSuffix("*") ? word.hasPrefix(agent.dropLast()) : word == agent
        }
    }

    private static let vault = "aws-vault"
    /// The first of these that is named counts: a tool also names the libraries that it is made of.
    private static let products = [
        Product(agent: "terraform", name: "Terraform"), Product(agent: "opentofu", name: "OpenTofu"),
        Product(agent: "packer", name: "Packer"),
        // Its only version is that of the partner network's format.
        Product(agent: "pulumi", name: "Pulumi", isVersioned: false),
        Product(agent: "ansible", name: "Ansible"), Product(agent: "aws-cdk", name: "CDK"),
        Product(agent: "aws-sam-cli", name: "SAM CLI"), Product(agent: "eksctl", name: "eksctl"),
        Product(agent: "rclone", name: "rclone"), Product(agent: "cyberduck", name: "Cyberduck"),
        Product(agent: "configure-aws-credentials-for-github-actions", name: "GitHub Actions", isVersioned: false),
        Product(agent: "aws-cli", name: "aws-cli"), Product(agent: "boto3", name: "boto3"),
        Product(agent: "botocore", name: "botocore"),
        Product(agent: "aws-sdk-go-v2", name: "aws-sdk-go-v2"), Product(agent: "aws-sdk-go", name: "aws-sdk-go"),
        Product(agent: "aws-sdk-java", name: "aws-sdk-java"), Product(agent: "aws-sdk-js", name: "aws-sdk-js"),
        Product(agent: "aws-sdk-nodejs", name: "aws-sdk-js"), Product(agent: "aws-sdk-php", name: "aws-sdk-php"),
        Product(agent: "aws-sdk-ruby*", name: "aws-sdk-ruby"),
        Product(agent: "aws-sdk-dotnet*", name: "aws-sdk-dotnet"),
        Product(agent: "aws-sdk-cpp", name: "aws-sdk-cpp"), Product(agent: "aws-sdk-rust", name: "aws-sdk-rust"),
        Product(agent: "aws-sdk-kotlin", name: "aws-sdk-kotlin"),
        Product(agent: "aws-sdk-swift", name: "aws-sdk-swift"),
        Product(agent: "aws-tools-for-powershell*", name: "PowerShell", isVersioned: false),
    ]

    /// - Parameter isConsole: whether CloudTrail marked the call as one of a console session.
    init(_ agent: String?, isConsole: Bool = false) {
        let text = (agent ?? "").prefix(Self.longest).drop { $0 == "[" }.prefix { $0 != "]" }
        let words = text.split(separator: " ").map(Word.init)
        if isConsole || Self.consoles.contains(String(text)) || words.first?.name == "s3console" {
            tool = .console
        } else if words.contains(where: { $0.name == Self.vault }) {
            tool = .vault
        } else if let known = Self.known(words) {
            tool = .known(known)
        } else {
            tool = text.hasSuffix(".amazonaws.com") ? nil : Self.unknown(text)
        }
    }

    private static func known(_ words: [Word]) -> String? {
        for product in products {
            if let word = words.last(where: { product.isNamed(by: $0.name) }) {
                return product.isVersioned ? word.version.map { "\(product.name) \($0)" } ?? product.name : product.name
            }
        }
        return nil
    }

    private static func unknown(_ text: Substring) -> KeyCall.Tool? {
        let safe = text.filter { character in
            character.isASCII && (character.isLetter || character.isNumber || " ._-/+#()".contains(character))
        }
        let cut = safe.split(separator: " ").joined(separator: " ").prefix(shown)
        return cut.contains { $0.isLetter || $0.isNumber } ? .unknown(String(cut)) : nil
    }
}

/// One word of a user agent: a name, and usually a version after a slash.
private struct Word {
    /// In lower case.
    let name: Substring
    /// Major and minor: `1.9` of `v1.9.5-beta`.
    let version: String?

    init(_ word: Substring) {
        let plain = Substring(word.lowercased())
        // A program's own name for itself, as the SDKs send it.
        let product = plain.hasPrefix("app/") ? plain.dropFirst(4) : plain
        let parts = product.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        name = parts.first ?? ""
        let digits =
            parts.count > 1 ? parts[1].drop { $0 == "v" }.prefix { $0 == "." || ($0.isASCII && $0.isNumber) } : ""
        let numbers = digits.split(separator: ".").prefix(2).filter { $0.utf8.count <= 5 }
        version = numbers.isEmpty ? nil : numbers.joined(separator: ".")
    }
}
