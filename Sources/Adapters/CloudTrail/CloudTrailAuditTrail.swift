package import AWS
import FoundationEssentials
package import KeyPolicy
import KeyWatch

/// Searches CloudTrail's event history for who created keys and who activated them again.
///
/// It looks events up by name, the one attribute that every event has, so one lookup serves all keys of an account.
/// Only the key's id decides which key an event is about.
struct CloudTrailAuditTrail: AuditTrail {
    /// 250 events, which take 2.5 seconds.
    static let mostPages = 5
    static let permission = "cloudtrail:LookupEvents"

    let client: CloudTrailClient

    func activities(_ question: KeyActivityQuestion) async -> [AccessKeyID: KeyActivityLookup] {
        var found: [AccessKeyID: KeyActivityLookup] = [:]
        func rest(_ why: KeyActivityLookup) -> [AccessKeyID: KeyActivityLookup] {
            for key in question.keys where found[key] == nil { found[key] = why }
            return found
        }
        var pages = 0
        var unread = 0
        do {
            for try await page in events(question.kind) {
                unread += page.unreadable.count
                for event in page.items {
                    guard let (key, answer) = answer(in: event, question.kind), question.keys.contains(key),
                        found[key] == nil
                    else { continue }
                    found[key] = answer
                }
                pages += 1
                if found.count == question.keys.count { return found }
                if pages == Self.mostPages, !page.isLast { return rest(Self.tooMany) }
            }
        } catch let error as AWSError where error.isAccessDenied {
            return rest(.notAllowed(permission: Self.permission))
        } catch let error as AWSError {
            return rest(.unknown(Self.sentence(error)))
        } catch {
            return rest(.unknown("CloudTrail did not answer in time"))
        }
        // An unread event may be the one that is searched for; answers from the other events are valid.
        return rest(unread == 0 ? .notFound : Self.unreadable(unread))
    }

    private static func unreadable(_ count: Int) -> KeyActivityLookup {
        .unknown("\(count == 1 ? "1 event" : "\(count) events") in CloudTrail could not be read")
    }

    private func events(_ kind: KeyActivityQuestion.Kind) -> AWSPages<CloudTrailEvent> {
        switch kind {
        case .creation(let span): client.events(named: "CreateAccessKey", during: span)
        case .reactivation: client.events(named: "UpdateAccessKey")
        }
    }

    /// What an event says about its key; nil if it says nothing about a key, such as a refused call.
    private func answer(
        in event: CloudTrailEvent, _ kind: KeyActivityQuestion.Kind
    ) -> (key: AccessKeyID, answer: KeyActivityLookup)? {
        let record = event.record
        guard record.errorCode == nil, record.eventSource == "iam.amazonaws.com" else { return nil }
        switch kind {
        case .creation:
            guard let key = record.responseElements?.accessKey?.accessKeyId.flatMap(AccessKeyID.init(rawValue:)) else {
                return nil
            }
            return (key, .found(KeyActivity(event)))
        case .reactivation:
            guard let key = record.requestParameters?.accessKeyId.flatMap(AccessKeyID.init(rawValue:)) else {
                return nil
            }
            // Newest first: if the newest event deactivated the key, its activation isn't visible yet.
            return (key, record.requestParameters?.status == "Active" ? .found(KeyActivity(event)) : .notFound)
        }
    }

    private static let tooMany = KeyActivityLookup.unknown(
        "CloudTrail has many such events, and the newest \(mostPages * CloudTrailClient.pageSize) are about other keys")

    private static func sentence(_ error: AWSError) -> String {
        switch error.kind {
        case .refused: "CloudTrail answered with \(error.code)"
        case .malformedResponse, .incomplete, .tooLarge: "CloudTrail's answer could not be understood"
        case .timeOut, .connection, .ambiguous: "CloudTrail could not be reached"
        case .credentials, .configuration: "CloudTrail could not be called (\(error.code))"
        }
    }
}

extension KeyActivity {
    package init(_ event: CloudTrailEvent) {
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
    /// Tools whose user agent begins with a library's name.
    private static let tools = ["Terraform/", "OpenTofu/", "Pulumi/", "pulumi/", "Ansible/", "ansible"]

    init(_ record: CloudTrailRecord) {
        let agent = (record.userAgent ?? "").drop { $0 == "[" }.prefix { $0 != "]" }
        let words = agent.split(separator: " ")
        if record.sessionCredentialFromConsole?.isSet == true || UserAgent.consoles.contains(String(agent)) {
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
