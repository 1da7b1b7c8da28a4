/// Something AWS refused, or something that went wrong on the way to it or back.
///
/// `description` is one English sentence for the person who can act. It never
/// holds a secret: text that came from AWS is cleaned by `ForeignText` first.
package struct AWSError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Kind: Sendable, Equatable {
        /// AWS answered, with an error; ``AWSError/code`` says which.
        case refused
        /// No answer came in time.
        case timeOut
        /// The connection could not be made, or broke.
        case connection
        /// An answer came that is not what the service is documented to send.
        case garbage
        /// The answer was larger than the limit.
        case tooLarge
        /// A call that changes something was sent and no answer came: it may have been carried out.
        case ambiguous
        /// A list could not be read to its end: a page repeated its marker or gave none.
        case incomplete
        /// No usable credentials.
        case credentials
        /// A setting or an argument that cannot be right; nothing was sent.
        case configuration
    }

    package let kind: Kind
    /// The service's error code (`AccessDenied`), or a word for failures that have none (`TimeOut`).
    package let code: String
    /// What the service said, or what went wrong; at most 512 characters, no control characters.
    package let message: String
    /// The HTTP status of the answer, when there was one.
    package var status: Int?
    /// AWS's id of the request, when the answer had one.
    package var requestID: String?
    /// The service asked, e.g. `IAM`.
    package var service: String?
    /// The operation asked for, e.g. `ListAccessKeys`.
    package var operation: String?
    /// The label of the set of credentials that was used, e.g. an account id.
    package var scope: String?
    /// How many seconds the service asked to wait, when it did.
    package var retryAfter: Double?
    /// What the call was signed with, when that was what AWS refused.
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
        return [Self.close(sentence, with: trail), advice].compactMap(\.self).joined(separator: " ")
    }

    private var trail: [String] {
        kind == .configuration
            ? [] : [status.map { "HTTP \($0)" }, requestID.map { "request \($0)" }].compactMap { $0 }
    }

    /// Ends the sentence with one full stop, after the facts that support it.
    private static func close(_ sentence: String, with trail: [String]) -> String {
        if trail.isEmpty { return sentence.hasSuffix(".") ? sentence : sentence + "." }
        let open = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
        return "\(open) (\(trail.joined(separator: ", ")))."
    }
}

extension AWSError {
    /// The credentials that AWS did not take, as far as they may be shown.
    package struct RefusedCredentials: Sendable, Equatable {
        /// `AKIA…WXYZ`
        package let keyID: String
        /// Where they came from: `environment`, `role arn:aws:iam::…`.
        package let origin: String
        /// Whether their source had just been asked for new ones.
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

    static func garbage(_ what: String, status: Int? = nil, requestID: String? = nil) -> AWSError {
        AWSError(.garbage, code: "Garbage", message: what, status: status, requestID: requestID)
    }

    static func incomplete(_ what: String) -> AWSError {
        AWSError(.incomplete, code: "Incomplete", message: what)
    }

    /// The same error, saying which call met it.
    func during(_ service: AWSService, _ operation: String, scope: String) -> AWSError {
        var error = self
        error.service = self.service ?? service.name
        error.operation = self.operation ?? operation
        error.scope = self.scope ?? scope
        return error
    }
}

extension AWSError {
    /// A call that was not sent because the time in which it was allowed is over.
    static func tooLate(_ call: AWSCall) -> AWSError {
        AWSError(
            .configuration, code: "TooLate",
            message: "\(call.service.name) \(call.operation) was not sent any more, as the time for it was over")
    }
}
