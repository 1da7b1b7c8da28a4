/// An error that AWS returned, or a failure on the way to AWS or back.
///
/// `description` is one English sentence for the person who can act. It never
/// holds a secret: `ForeignText` cleans all text that comes from AWS.
package struct AWSError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure.
    package enum Kind: Sendable, Equatable {
        /// AWS returned an error; ``AWSError/code`` says which.
        case refused
        /// No response came in time.
        case timeOut
        /// The connection failed, or was interrupted.
        case connection
        /// The response is not what the service is documented to send.
        case malformedResponse
        /// The response is larger than the limit.
        case tooLarge
        /// A call that changes something was sent and no response came: AWS may have carried it out.
        case ambiguous
        /// A list could not be read completely: a page repeated its marker or gave none.
        case incomplete
        /// No usable credentials.
        case credentials
        /// A setting or an argument is not valid; nothing was sent.
        case configuration
    }

    package let kind: Kind
    /// The service's error code (`AccessDenied`), or a code of our own for other failures (`TimeOut`).
    package let code: String
    /// The service's message, or what went wrong; at most 512 characters, no control characters.
    package let message: String
    /// The HTTP status of the response, if there was one.
    package var status: Int?
    /// AWS's id of the request, if the response had one.
    package var requestID: String?
    /// The service that was called, e.g. `IAM`.
    package var service: String?
    /// The operation that was called, e.g. `ListAccessKeys`.
    package var operation: String?
    /// The label of the set of credentials that was used, e.g. an account id.
    package var scope: String?
    /// The seconds that the service asked to wait, if it did.
    package var retryAfter: Double?
    /// Why each item of a DynamoDB transaction that was canceled was not written, in the order of the items; `None` for
    /// those that could have been. Of an ambiguous error, those of the last attempt.
    package var reasons: [String] = []
    /// The credentials that signed the call, if AWS refused them.
    package var refusedCredentials: RefusedCredentials?

    package init(_ kind: Kind, code: String, message: String, status: Int? = nil, requestID: String? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.status = status
        self.requestID = requestID
    }

    package var description: String {
        let call = [service, operation].compactMap { $0 }.joined(separator: " ")
        let place = scope.map { " (\($0))" } ?? ""
        let sentence =
            switch kind {
            case .refused: "\(call)\(place) was refused with \(code)\(message.isEmpty ? "" : ": \(message)")"
            case .credentials, .configuration: message
            default: "\(call)\(place) failed: \(message)"
            }
        return [Self.close(sentence, with: details), advice].compactMap(\.self).joined(separator: " ")
    }

    private var details: [String] {
        kind == .configuration
            ? [] : [status.map { "HTTP \($0)" }, requestID.map { "request \($0)" }].compactMap { $0 }
    }

    /// Ends the sentence with its details in parentheses and one full stop.
    private static func close(_ sentence: String, with details: [String]) -> String {
        if details.isEmpty { return sentence.hasSuffix(".") ? sentence : sentence + "." }
        let open = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
        return "\(open) (\(details.joined(separator: ", ")))."
    }
}

extension AWSError {
    /// The credentials that AWS refused, as far as they may be shown.
    package struct RefusedCredentials: Sendable, Equatable {
        /// `AKIA…WXYZ`
        package let keyID: String
        /// Their source: `environment`, `role arn:aws:iam::…`.
        package let origin: String
        /// Whether they were renewed for this call.
        package let areRenewed: Bool

        package init(keyID: String, origin: String, areRenewed: Bool) {
            self.keyID = keyID
            self.origin = origin
            self.areRenewed = areRenewed
        }
    }
}

extension AWSError {
    static func credentials(_ sentence: String) -> AWSError {
        AWSError(.credentials, code: "NoCredentials", message: sentence)
    }

    static func configuration(_ sentence: String) -> AWSError {
        AWSError(.configuration, code: "Configuration", message: sentence)
    }

    static func malformedResponse(_ what: String, status: Int? = nil, requestID: String? = nil) -> AWSError {
        AWSError(.malformedResponse, code: "MalformedResponse", message: what, status: status, requestID: requestID)
    }

    static func incomplete(_ what: String) -> AWSError {
        AWSError(.incomplete, code: "Incomplete", message: what)
    }

    /// The same error, with the call that it belongs to.
    func during(_ service: AWSService, _ operation: String, scope: String) -> AWSError {
        var error = self
        error.service = self.service ?? service.name
        error.operation = self.operation ?? operation
        error.scope = self.scope ?? scope
        return error
    }
}

extension AWSError {
    /// A call that was not sent because its time limit had passed.
    static func tooLate(_ call: AWSCall) -> AWSError {
        AWSError(
            .configuration, code: "TooLate",
            message: "\(call.service.name) \(call.operation) was not sent because its time limit had passed")
    }
}
