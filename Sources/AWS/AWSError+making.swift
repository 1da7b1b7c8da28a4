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
