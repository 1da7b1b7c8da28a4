import FoundationEssentials

extension AWSTransport {
    /// Calls an operation of a service that speaks the Query protocol: a form in, XML out.
    ///
    /// - Parameters:
    ///   - changesState: whether a call without a response may have changed something.
    ///   - notAfter: the time limit on the wire clock; after it, no attempt is sent.
    ///   - isSigned: whether the scope's credentials sign it.
    ///   - secrets: parameter values that no error may repeat.
    ///   - read: decodes the `<OperationResult>` element, which is empty if the operation has no result.
    func query<Output>(
        _ service: AWSService, _ operation: String, _ parameters: QueryParameters, changesState: Bool = false,
        notAfter: Date? = nil, isSigned: Bool = true, secrets: [String] = [], read: (XMLElement) throws -> Output
    ) async throws -> Output {
        let call = AWSCall(
            service: service, operation: operation, wire: .query,
            contentType: "application/x-www-form-urlencoded; charset=utf-8", body: parameters.body,
            changesState: changesState, notAfter: notAfter, isSigned: isSigned, secrets: secrets)
        let response = try await send(call)
        do {
            let root = try XMLParser.parse(response.body)
            guard root.name == "\(operation)Response" else { throw XMLError.unexpectedRoot }
            return try read(root["\(operation)Result"] ?? XMLElement(name: "\(operation)Result"))
        } catch let error as XMLError {
            throw AWSError.malformedResponse(
                "the response \(error)", status: response.status, requestID: response.requestID
            )
            .during(service, operation, scope: scope)
        } catch let error as AWSError {
            throw error.during(service, operation, scope: scope)
        }
    }
}

/// The form body of a Query call, in the order given.
struct QueryParameters: Sendable {
    private var pairs: [(name: String, value: String)]

    init(action: String, version: String) { pairs = [("Action", action), ("Version", version)] }

    mutating func add(_ name: String, _ value: String) { pairs.append((name, value)) }

    mutating func add(_ name: String, _ value: Int) { add(name, String(value)) }

    /// Omits the parameter if there is no value.
    mutating func add(_ name: String, ifPresent value: String?) {
        if let value { add(name, value) }
    }

    /// A list, as `Name.member.1=…`.
    mutating func add(_ name: String, members: [String]) {
        for (index, value) in members.enumerated() { add("\(name).member.\(index + 1)", value) }
    }

    var body: [UInt8] {
        let encoded = pairs.map { "\(PercentEncoding.form($0.name))=\(PercentEncoding.form($0.value))" }
        return Array(encoded.joined(separator: "&").utf8)
    }
}
