import FoundationEssentials

extension AWSTransport {
    /// Calls an operation of a service that speaks JSON 1.0 or 1.1.
    ///
    /// - Parameters:
    ///   - target: the prefix of `X-Amz-Target`, e.g. `AWSOrganizationsV20161128`.
    ///   - changesState: whether an attempt without a response may have changed something.
    func json<Input: Encodable, Output: Decodable>(
        _ service: AWSService, _ operation: String, target: String, version: String = "1.1", _ input: Input,
        changesState: Bool = false, as output: Output.Type
    ) async throws -> Output {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let call = AWSCall(
            service: service, operation: operation, wire: .json, contentType: "application/x-amz-json-\(version)",
            target: "\(target).\(operation)", body: Array(try encoder.encode(input)),
            changesState: changesState)
        let response = try await send(call)
        do {
            return try JSONDecoder().decode(Output.self, from: Data(response.body))
        } catch {
            // The decoder's own error repeats parts of the body.
            throw AWSError.malformedResponse(
                "the response is not the JSON that this operation is documented to return", status: response.status,
                requestID: response.requestID
            ).during(service, operation, scope: scope)
        }
    }
}

/// A list that decodes each item separately, so that one unreadable item doesn't affect the others.
struct ReadItems<Item: Decodable & Sendable>: Decodable {
    let items: [Item]
    let unreadable: [UnreadableItem]

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        var items: [Item] = []
        var unreadable: [UnreadableItem] = []
        while !list.isAtEnd {
            switch try list.decode(Attempt.self) {
            case .read(let item): items.append(item)
            case .unreadable(let item): unreadable.append(item)
            }
        }
        self.items = items
        self.unreadable = unreadable
    }

    /// Decodes anything, so that the list continues after an unreadable item.
    private enum Attempt: Decodable {
        case read(Item)
        case unreadable(UnreadableItem)

        init(from decoder: any Decoder) {
            do { self = .read(try Item(from: decoder)) } catch { self = .unreadable(UnreadableItem(from: decoder)) }
        }
    }
}
