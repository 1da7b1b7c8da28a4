import FoundationEssentials

/// Reads from IAM; it changes nothing.
///
/// Every call that takes a user name sends one: without it, IAM returns the caller's own
/// user. <https://docs.aws.amazon.com/IAM/latest/APIReference/>
package struct IAMClient: Sendable {
    let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    static let version = "2010-05-08"

    /// Makes a call about one user.
    func call<Output>(
        _ operation: String, of userName: String, marker: String? = nil, read: (XMLElement) throws -> Output
    ) async throws -> Output {
        try Self.check(userName, "a user name")
        return try await call(operation) { parameters in
            parameters.add("UserName", userName)
            parameters.add("Marker", ifPresent: marker)
        } read: { result in
            try read(result)
        }
    }

    func call<Output>(
        _ operation: String, adding add: (inout QueryParameters) -> Void = { _ in },
        read: (XMLElement) throws -> Output
    ) async throws -> Output {
        var parameters = QueryParameters(action: operation, version: Self.version)
        add(&parameters)
        return try await transport.query(.iam, operation, parameters, read: read)
    }

    func page<Item: Sendable>(
        _ result: XMLElement, _ list: String, after marker: String?, item: (XMLElement) throws -> Item
    ) throws -> AWSPage<Item> {
        // A missing list is not an empty list: keys must not seem to be gone.
        guard result[list] != nil else { throw XMLError.missing(element: "\(result.name)/\(list)") }
        return AWSPage(
            items: try result.members(of: list).map(item), nextMarker: try result.nextMarker(after: marker))
    }

    func pages<Item: Sendable>(
        _ operation: String, _ fetch: @escaping @Sendable (String?) async throws -> AWSPage<Item>
    ) -> AWSPages<Item> {
        let scope = transport.scope
        return AWSPages(naming: { $0.during(.iam, operation, scope: scope) }, fetch)
    }

    /// - Throws: if the value is empty, before anything is sent: IAM would return the caller's own data.
    static func check(_ value: String, _ what: String) throws(AWSError) {
        guard !value.isEmpty else { throw .configuration("An IAM call needs \(what); nothing was sent.") }
    }
}
