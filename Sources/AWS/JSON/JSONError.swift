/// What a JSON service says in an error; every field may be missing.
struct JSONError: Decodable {
    var type: String?
    var code: String?
    var message: String?

    private enum Key: String, CodingKey {
        case type = "__type"
        case code, message
        case Message
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        type = try? container.decodeIfPresent(String.self, forKey: .type)
        code = try? container.decodeIfPresent(String.self, forKey: .code)
        message =
            (try? container.decodeIfPresent(String.self, forKey: .message))
            ?? (try? container.decodeIfPresent(String.self, forKey: .Message))
    }
}
