/// Data attached to a message, seen by every app and person in the workspace that asks: never a secret.
///
/// See <https://docs.slack.dev/messaging/message-metadata>.
package struct MessageMetadata: Sendable, Equatable {
    package let eventType: String
    package let payload: [String: String]

    package init(eventType: String, payload: [String: String]) {
        self.eventType = eventType
        self.payload = payload
    }
}

extension MessageMetadata: Codable {
    private enum Key: String, CodingKey {
        case eventType = "event_type"
        case payload = "event_payload"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(eventType, forKey: .eventType)
        try container.encode(payload, forKey: .payload)
    }

    /// Other apps' payloads may hold anything; only strings are kept.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        eventType = try container.decode(String.self, forKey: .eventType)
        payload =
            try container.decodeIfPresent([String: LenientString].self, forKey: .payload)?
            .compactMapValues(\.value) ?? [:]
    }

    private struct LenientString: Decodable {
        let value: String?

        init(from decoder: any Decoder) throws {
            value = try? decoder.singleValueContainer().decode(String.self)
        }
    }
}
