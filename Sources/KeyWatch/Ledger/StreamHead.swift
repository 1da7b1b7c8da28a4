import KeyPolicy

/// The last event of a stream: what a later cut of its tail would be measured against.
package struct StreamHead: Hashable, Sendable {
    package let stream: StreamID
    /// 1 for a stream's first event.
    package let sequence: Int
    package let hash: String

    package init(stream: StreamID, sequence: Int, hash: String) {
        self.stream = stream
        self.sequence = sequence
        self.hash = hash
    }
}

extension StreamHead: Codable {
    private enum CodingKeys: String, CodingKey { case stream, sequence, hash }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let text = try container.decode(String.self, forKey: .stream)
        guard let stream = StreamID(text: text) else {
            throw DecodingError.dataCorruptedError(
                forKey: .stream, in: container, debugDescription: "no stream: \(text)")
        }
        self.init(
            stream: stream, sequence: try container.decode(Int.self, forKey: .sequence),
            hash: try container.decode(String.self, forKey: .hash))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(stream.text, forKey: .stream)
        try container.encode(sequence, forKey: .sequence)
        try container.encode(hash, forKey: .hash)
    }
}
