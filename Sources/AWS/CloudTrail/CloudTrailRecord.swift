/// An event in full, as far as anything here reads it. What an operation was asked and answered has its own shape for each;
/// only the parts that are about access keys are taken.
///
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html>
package struct CloudTrailRecord: Sendable, Equatable, Decodable {
    /// What was asked about a key; a refused request has none.
    package struct Request: Sendable, Equatable, Decodable {
        package let userName: String?
        package let accessKeyId: String?
        package let status: String?

        package init(userName: String?, accessKeyId: String? = nil, status: String? = nil) {
            self.userName = userName
            self.accessKeyId = accessKeyId
            self.status = status
        }
    }

    /// What was answered.
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
    }

    /// Documented as the text `true`; a plain `true` means no less.
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
    /// The service that was asked, e.g. `iam.amazonaws.com`.
    package let eventSource: String
    /// An address, or the service that asked on somebody's behalf.
    package let sourceIPAddress: String?
    package let userAgent: String?
    /// Set when the request was refused.
    package let errorCode: String?
    package let requestParameters: Request?
    package let responseElements: Response?
    /// Set when a session of the console asked; otherwise it isn't there.
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
