import AWS
import FoundationEssentials
import KeyPolicy

extension KeyActivity {
    init(_ event: CloudTrailEvent) {
        let record = event.record
        self.init(
            actor: Actor(record.userIdentity), actorARN: record.userIdentity.arn, means: Means(record),
            source: record.sourceIPAddress, at: event.time, event: event.id)
    }
}

extension KeyActivity.Actor {
    init(_ identity: CloudTrailIdentity) {
        let parts = identity.arn?.split(separator: "/") ?? []
        switch identity.type {
        case "IAMUser":
            let name = identity.userName ?? parts.last.map(String.init) ?? identity.type
            self = .user(name: name, id: identity.principalId.flatMap(UserID.init(rawValue:)))
        // arn:aws:sts::111111111111:assumed-role/ROLE/SESSION
        case "AssumedRole" where parts.count >= 3:
            let role = identity.sessionContext?.sessionIssuer?.userName ?? String(parts[1])
            self = .session(role: role, name: String(parts[parts.count - 1]))
        case "Root": self = .root
        case "AWSService": self = .service(identity.invokedBy ?? identity.arn ?? identity.type)
        default: self = .other(identity.arn ?? identity.invokedBy ?? identity.type)
        }
    }
}

extension KeyActivity.Means {
    /// Hosts of the console, as it called itself before sessions of it were marked.
    private static let consoles = ["signin.amazonaws.com", "console.amazonaws.com"]
    /// Tools that say a library's name before their own.
    private static let tools = ["Terraform/", "OpenTofu/", "Pulumi/", "pulumi/", "Ansible/", "ansible"]

    init(_ record: CloudTrailRecord) {
        let agent = (record.userAgent ?? "").drop { $0 == "[" }.prefix { $0 != "]" }
        let words = agent.split(separator: " ")
        if record.sessionCredentialFromConsole?.isSet == true || Self.consoles.contains(String(agent)) {
            self = .console
        } else if agent.hasPrefix("aws-cli/") {
            self = .commandLine
        } else if let tool = words.first(where: { word in Self.tools.contains { word.hasPrefix($0) } }) ?? words.first {
            self = .program(String(tool.prefix(60)))
        } else {
            self = .unknown
        }
    }
}
