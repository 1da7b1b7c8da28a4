package import FoundationEssentials

/// One event of the history: a request that was made to AWS.
///
/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html>
package struct CloudTrailEvent: Sendable, Equatable {
    package let id: String
    /// The operation, e.g. `CreateAccessKey`.
    package let name: String
    package let time: Date
    /// Who made the request, from where, and for what.
    package let record: CloudTrailRecord

    package init(id: String, name: String, time: Date, record: CloudTrailRecord) {
        self.id = id
        self.name = name
        self.time = time
        self.record = record
    }
}

extension CloudTrailEvent: Decodable {
    private enum Key: String, CodingKey {
        case id = "EventId"
        case name = "EventName"
        case time = "EventTime"
        case record = "CloudTrailEvent"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        // The record is a JSON document of its own, sent as a string.
        let text = try container.decode(String.self, forKey: .record)
        let seconds = try container.decode(Double.self, forKey: .time)
        guard Self.times.contains(seconds) else {
            throw DecodingError.dataCorruptedError(forKey: .time, in: container, debugDescription: "not a time")
        }
        self.init(
            id: try container.decode(String.self, forKey: .id),
            name: try container.decode(String.self, forKey: .name),
            time: Date(timeIntervalSince1970: seconds),
            record: try JSONDecoder().decode(CloudTrailRecord.self, from: Data(text.utf8)))
    }

    /// The years 1970 to 9999.
    private static let times = 0.0..<253_402_300_800
}

/// The parts of a full event record that this module reads. Request and response differ for each operation; only the
/// parts about access keys are decoded.
///
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html>
package struct CloudTrailRecord: Sendable, Equatable, Decodable {
    /// The request parameters about a key; a refused request has none.
    package struct Request: Sendable, Equatable, Decodable {
        package let userName: String?
        package let accessKeyId: String?
        package let status: String?

        package init(userName: String?, accessKeyId: String? = nil, status: String? = nil) {
            self.userName = userName
            self.accessKeyId = accessKeyId
            self.status = status
        }

        private enum Key: CodingKey { case userName, accessKeyId, status }

        /// Other operations have parameters of these names that aren't text, or no map at all.
        package init(from decoder: any Decoder) {
            let map = try? decoder.container(keyedBy: Key.self)
            func text(_ key: Key) -> String? { try? map?.decode(String.self, forKey: key) }
            self.init(userName: text(.userName), accessKeyId: text(.accessKeyId), status: text(.status))
        }
    }

    /// The response elements.
    package struct Response: Sendable, Equatable, Decodable {
        package struct Key: Sendable, Equatable, Decodable {
            package let userName: String?
            package let accessKeyId: String?

            package init(userName: String?, accessKeyId: String?) {
                self.userName = userName
                self.accessKeyId = accessKeyId
            }
        }

        package let accessKey: Key?

        package init(accessKey: Key?) { self.accessKey = accessKey }

        private enum Name: CodingKey { case accessKey }

        /// Other operations' responses may have anything here.
        package init(from decoder: any Decoder) {
            let map = try? decoder.container(keyedBy: Name.self)
            accessKey = try? map?.decode(Key.self, forKey: .accessKey)
        }
    }

    /// A flag that is documented as the string `true`; a boolean `true` means the same.
    package struct Flag: Sendable, Equatable, Decodable {
        package let isSet: Bool

        package init(isSet: Bool) { self.isSet = isSet }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                isSet = text == "true"
            } else {
                isSet = try container.decode(Bool.self)
            }
        }
    }

    package let userIdentity: CloudTrailIdentity
    /// The service that was called, e.g. `iam.amazonaws.com`.
    package let eventSource: String
    /// An IP address, or the service that made the request for someone else.
    package let sourceIPAddress: String?
    package let userAgent: String?
    /// The error code if the request was refused.
    package let errorCode: String?
    package let requestParameters: Request?
    package let responseElements: Response?
    /// Present only if a console session made the request.
    package let sessionCredentialFromConsole: Flag?

    package init(
        userIdentity: CloudTrailIdentity, eventSource: String, sourceIPAddress: String? = nil,
        userAgent: String? = nil, errorCode: String? = nil, requestParameters: Request? = nil,
        responseElements: Response? = nil, sessionCredentialFromConsole: Flag? = nil
    ) {
        self.userIdentity = userIdentity
        self.eventSource = eventSource
        self.sourceIPAddress = sourceIPAddress
        self.userAgent = userAgent
        self.errorCode = errorCode
        self.requestParameters = requestParameters
        self.responseElements = responseElements
        self.sessionCredentialFromConsole = sessionCredentialFromConsole
    }
}

/// Who made the request, as CloudTrail knows them.
///
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html>
package struct CloudTrailIdentity: Sendable, Equatable, Decodable {
    /// The origin of a session's credentials.
    package struct SessionContext: Sendable, Equatable, Decodable {
        package struct Issuer: Sendable, Equatable, Decodable {
            package let type: String?
            package let arn: String?
            package let userName: String?

            package init(type: String?, arn: String?, userName: String?) {
                self.type = type
                self.arn = arn
                self.userName = userName
            }
        }

        package let sessionIssuer: Issuer?

        package init(sessionIssuer: Issuer?) { self.sessionIssuer = sessionIssuer }
    }

    /// `IAMUser`, `AssumedRole`, `Root`, `AWSService`, … or a value that AWS has added since.
    package let type: String
    /// The user id; for a session the role id, a colon and the session name.
    package let principalId: String?
    package let arn: String?
    package let accountId: String?
    package let userName: String?
    /// The key that signed the request.
    package let accessKeyId: String?
    /// The service that made the request.
    package let invokedBy: String?
    package let sessionContext: SessionContext?

    package init(
        type: String, principalId: String? = nil, arn: String? = nil, accountId: String? = nil,
        userName: String? = nil, accessKeyId: String? = nil, invokedBy: String? = nil,
        sessionContext: SessionContext? = nil
    ) {
        self.type = type
        self.principalId = principalId
        self.arn = arn
        self.accountId = accountId
        self.userName = userName
        self.accessKeyId = accessKeyId
        self.invokedBy = invokedBy
        self.sessionContext = sessionContext
    }
}
