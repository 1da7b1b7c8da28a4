package import FoundationEssentials

/// One call that was signed with a key, as CloudTrail recorded it. Its texts are short, and from outside.
package struct KeyCall: Hashable, Codable, Sendable {
    /// The program that made the call.
    package enum Tool: Hashable, Codable, Sendable {
        case console
        case vault
        /// By its name and version, such as `Terraform 1.9`.
        case known(String)
        /// What an unknown program called itself.
        case unknown(String)
    }

    /// Nil where CloudTrail names no program.
    package let tool: Tool?
    /// An IP address, or the AWS service that made the call, such as `cloudformation.amazonaws.com`.
    package let source: String?
    /// The service that was called, by the first part of its host name: `ec2`.
    package let service: String
    /// The operation, such as `AssumeRole`.
    package let operation: String
    package let region: String
    package let at: Date

    package init(tool: Tool?, source: String?, service: String, operation: String, region: String, at: Date) {
        self.tool = tool
        self.source = source
        self.service = service
        self.operation = operation
        self.region = region
        self.at = at
    }

    var isToSTS: Bool { service == "sts" }

    /// Whether it returned the credentials of a session, which then make calls of their own.
    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
    var startsSession: Bool {
        isToSTS && ["AssumeRole", "AssumeRoot", "GetSessionToken", "GetFederationToken"].contains(operation)
    }
}

/// What a key is used by, from the newest of its calls that CloudTrail shows.
package struct KeyUse: Hashable, Codable, Sendable {
    /// The newest call; a call to STS only if there is no other.
    package let last: KeyCall
    /// Every call was to STS, and at least one started a session.
    package let onlyStartsSessions: Bool
    /// aws-vault made one of the calls.
    package let isFromVault: Bool

    /// Nil without calls: then it is unknown what uses the key, and not that nothing does.
    package init?(_ calls: [KeyCall]) {
        let others = calls.filter { !$0.isToSTS }
        // A session that is started says more than a check of who the caller is.
        let starts = calls.filter(\.startsSession)
        let candidates = [others, starts, calls].first { !$0.isEmpty } ?? []
        guard let last = candidates.max(by: { $0.at < $1.at }) else { return nil }
        self.last = last
        onlyStartsSessions = others.isEmpty && !starts.isEmpty
        isFromVault = calls.contains { $0.tool == .vault }
    }
}
