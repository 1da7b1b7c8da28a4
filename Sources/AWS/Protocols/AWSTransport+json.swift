import FoundationEssentials

extension AWSTransport {
    /// Calls an operation of a service that speaks JSON 1.0 or 1.1.
    ///
    /// - Parameter target: the prefix of `X-Amz-Target`, e.g. `AWSOrganizationsV20161128`.
    func json<Input: Encodable, Output: Decodable>(
        _ service: AWSService, _ operation: String, target: String, version: String = "1.1", _ input: Input,
        as output: Output.Type
    ) async throws -> Output {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let call = AWSCall(
            service: service, operation: operation, wire: .json, contentType: "application/x-amz-json-\(version)",
            target: "\(target).\(operation)", body: Array(try encoder.encode(input)))
        let answer = try await send(call)
        do {
            return try JSONDecoder().decode(Output.self, from: Data(answer.body))
        } catch {
            // The decoder's own error repeats parts of the body.
            throw AWSError.garbage(
                "the answer is not the JSON this operation is documented to send", status: answer.status,
                requestID: answer.requestID
            ).during(service, operation, scope: scope)
        }
    }
}

/// A list of which every item is read by itself, so that one that can't be read spoils none of the others.
struct ReadItems<Item: Decodable & Sendable>: Decodable {
    let items: [Item]
    let unread: [UnreadItem]

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        var items: [Item] = []
        var unread: [UnreadItem] = []
        while !list.isAtEnd {
            switch try list.decode(Attempt.self) {
            case .read(let item): items.append(item)
            case .unread(let item): unread.append(item)
            }
        }
        self.items = items
        self.unread = unread
    }

    /// Always decodes, so that the list goes on behind it.
    private enum Attempt: Decodable {
        case read(Item)
        case unread(UnreadItem)

        init(from decoder: any Decoder) {
            do { self = .read(try Item(from: decoder)) } catch { self = .unread(UnreadItem(from: decoder)) }
        }
    }
}
