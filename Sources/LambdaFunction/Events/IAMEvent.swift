import AWS
import Adapters
import FoundationEssentials
import KeyPolicy
import KeyWatch

/// An event as EventBridge delivers it.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html>
struct BridgedEvent: Decodable {
    let source: String
    let account: String
    let detail: Detail

    private enum Key: String, CodingKey {
        case source, account, detail
        case type = "detail-type"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        _ = try container.decode(String.self, forKey: .type)
        source = try container.decode(String.self, forKey: .source)
        account = try container.decode(String.self, forKey: .account)
        detail = try container.decode(Detail.self, forKey: .detail)
    }

    /// What CloudTrail recorded; other sources have none of it.
    struct Detail: Decodable {
        let id: String?
        let name: String?
        let time: String?
        let record: CloudTrailRecord?
        /// Of an event that created one.
        let credential: Credential?

        /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServiceSpecificCredential.html>
        struct Credential: Decodable {
            let id: String
            let service: String
            let userName: String?

            private enum CodingKeys: String, CodingKey {
                case id = "serviceSpecificCredentialId"
                case service = "serviceName"
                case userName
            }
        }

        private struct Response: Decodable { let serviceSpecificCredential: Credential }

        private enum Key: String, CodingKey {
            case id = "eventID"
            case name = "eventName"
            case time = "eventTime"
            case response = "responseElements"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            id = try? container.decode(String.self, forKey: .id)
            name = try? container.decode(String.self, forKey: .name)
            time = try? container.decode(String.self, forKey: .time)
            record = try? CloudTrailRecord(from: decoder)
            credential = (try? container.decode(Response.self, forKey: .response))?.serviceSpecificCredential
        }
    }
}

/// What an event of EventBridge says about a key.
enum IAMEvent: Hashable, Sendable {
    case sighting(Sighting)
    case serviceCredential(ServiceCredentialSighting)
    /// Nothing to tell, and why.
    case ignored(String)

    init(_ event: BridgedEvent) {
        let detail = event.detail
        guard event.source == "aws.iam", let name = detail.name, let record = detail.record,
            record.eventSource == "iam.amazonaws.com"
        else {
            self = .ignored("it is not an IAM event that CloudTrail recorded")
            return
        }
        guard record.errorCode == nil else {
            self = .ignored("IAM refused that call")
            return
        }
        guard let account = AccountID(rawValue: event.account) else {
            self = .ignored("it names no account")
            return
        }
        let id: String?
        let user: String?
        switch name {
        case "CreateAccessKey":
            let key = record.responseElements?.accessKey
            (id, user) = (key?.accessKeyId, key?.userName ?? record.requestParameters?.userName)
        case "UpdateAccessKey":
            guard record.requestParameters?.status == "Active" else {
                self = .ignored("only keys that are activated are told about at once")
                return
            }
            (id, user) = (record.requestParameters?.accessKeyId, record.requestParameters?.userName)
        case "CreateServiceSpecificCredential":
            self = Self.credential(event, account) ?? .ignored("it names no service-specific credential of a user")
            return
        default:
            self = .ignored("nothing is to be told about \(name.prefix(60))")
            return
        }
        // Users who change their own key may leave out their name.
        guard let key = id.flatMap(AccessKeyID.init(rawValue:)), let userName = user ?? record.userIdentity.ownName
        else {
            self = .ignored("it names no access key of a user")
            return
        }
        self = .sighting(
            Sighting(account: account, userName: userName, key: key, activity: Self.activity(detail, record)))
    }

    private static func credential(_ event: BridgedEvent, _ account: AccountID) -> IAMEvent? {
        guard let record = event.detail.record, let credential = event.detail.credential,
            let userName = credential.userName ?? record.userIdentity.ownName,
            let sighting = ServiceCredentialSighting(
                account: account, userName: userName, id: credential.id, service: credential.service,
                activity: activity(event.detail, record))
        else { return nil }
        return .serviceCredential(sighting)
    }

    private static func activity(_ detail: BridgedEvent.Detail, _ record: CloudTrailRecord) -> KeyActivity {
        KeyActivity(
            CloudTrailEvent(
                id: detail.id ?? "", name: detail.name ?? "",
                time: detail.time.flatMap { try? Date($0, strategy: .iso8601) } ?? Date(), record: record))
    }
}

extension CloudTrailIdentity {
    /// The name of the IAM user who made the request; of the root user, CloudTrail may have the account's alias there.
    fileprivate var ownName: String? { type == "IAMUser" ? userName : nil }
}
