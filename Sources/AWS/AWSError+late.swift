extension AWSError {
    /// A call that was not sent because the time in which it was allowed is over.
    static func tooLate(_ call: AWSCall) -> AWSError {
        AWSError(
            .configuration, code: "TooLate",
            message: "\(call.service.name) \(call.operation) was not sent any more, as the time for it was over")
    }
}
