import FoundationEssentials
import NIOHTTP1
import Redaction

/// Reads an answer that isn't a success, in either protocol, and makes the best of
/// one that no service wrote: an empty body, a proxy's HTML page.
struct ErrorAnswer {
    private let answer: WireAnswer
    private var code: String?
    private var message: String?
    private var bodyRequestID: String?

    init(_ answer: WireAnswer, wire: AWSCall.Wire) {
        self.answer = answer
        switch wire {
        case .query: readXML()
        case .json: readJSON()
        }
    }

    /// - Parameters:
    ///   - secrets: searched for in everything that the answer says.
    ///   - more: secrets of this call alone.
    func error(now: Date, secrets: SecretsInUse, also more: [String] = []) -> AWSError {
        func cleaned(_ text: String) -> String { ForeignText.cleaned(text, secrets: secrets, also: more) }
        let said = code.map(cleaned) ?? ""
        // AWS's codes are words; anything else is a message, whoever wrote it.
        let isWord = Self.isWord(said)
        var error = AWSError(
            .refused, code: isWord ? said : AWSError.code(of: answer.status),
            message: cleaned(message ?? (isWord || said.isEmpty ? fallback : said)), status: answer.status,
            requestID: (answer.requestID ?? bodyRequestID).map { String(cleaned($0).prefix(64)) })
        error.retryAfter = retryAfter(now: now)
        return error
    }

    private static func isWord(_ code: String) -> Bool {
        (1...128).contains(code.utf8.count)
            && code.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                    || "_-.".utf8.contains($0)
            }
    }

    /// Says what the answer was without repeating it: pages of proxies are no help.
    private var fallback: String {
        if (300..<400).contains(answer.status) { return "it redirects to elsewhere, which is not followed" }
        return answer.body.isEmpty ? "the answer has no body" : "the answer is not one AWS documents"
    }

    /// `<ErrorResponse><Error>…`, or the older `<Response><Errors><Error>…`.
    private mutating func readXML() {
        guard let root = try? XMLParser.parse(answer.body),
            let error = root["Error"] ?? root["Errors"]?["Error"] ?? (root.name == "Error" ? root : nil)
        else { return }
        code = error.text(at: "Code")
        message = error.text(at: "Message")
        bodyRequestID = root.text(at: "RequestId") ?? root.text(at: "RequestID")
    }

    /// The code stands in a header or in `__type`, as `prefix#Code` or `Code:link`.
    private mutating func readJSON() {
        let body = try? JSONDecoder().decode(JSONError.self, from: Data(answer.body))
        let raw = answer.headers.first(name: "x-amzn-errortype") ?? body?.type ?? body?.code
        code = raw.map { raw in
            let name = raw.split(separator: ":", maxSplits: 1).first ?? ""
            return String(name.split(separator: "#").last ?? "")
        }
        message = body?.message
    }

    /// `x-amz-retry-after` in milliseconds, `Retry-After` in seconds or as a date.
    private func retryAfter(now: Date) -> Double? {
        if let text = answer.headers.first(name: "x-amz-retry-after"), let milliseconds = Int(text.trimmed),
            milliseconds >= 0
        {
            return Double(milliseconds) / 1_000
        }
        guard let text = answer.headers.first(name: "Retry-After")?.trimmed else { return nil }
        if let seconds = Int(text) { return seconds >= 0 ? Double(seconds) : nil }
        return WireDate.http(text).map { max(0, $0.timeIntervalSince(now)) }
    }
}

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
