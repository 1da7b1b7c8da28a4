import FoundationEssentials
import NIOHTTP1
import Redaction

/// Decodes an unsuccessful response, in either protocol. It copes with responses that no
/// service wrote: an empty body, a proxy's HTML page.
struct ErrorResponse {
    private let response: WireResponse
    private var code: String?
    private var message: String?
    private var bodyRequestID: String?
    private var reasons: [String] = []

    init(_ response: WireResponse, wire: AWSCall.Wire) {
        self.response = response
        switch wire {
        case .query: readXML()
        case .json: readJSON()
        }
    }

    /// - Parameters:
    ///   - secrets: redacted in all text of the response.
    ///   - more: secrets of this call only.
    func error(now: Date, secrets: SecretsInUse, also more: [String] = []) -> AWSError {
        func cleaned(_ text: String) -> String { ForeignText.cleaned(text, secrets: secrets, also: more) }
        let text = code.map(cleaned) ?? ""
        // AWS's codes are identifiers; anything else counts as a message.
        let isCode = Self.isCode(text)
        var error = AWSError(
            .refused, code: isCode ? text : AWSError.code(of: response.status),
            message: cleaned(message ?? (isCode || text.isEmpty ? fallback : text)), status: response.status,
            requestID: (response.requestID ?? bodyRequestID).map { String(cleaned($0).prefix(64)) })
        error.retryAfter = retryAfter(now: now)
        error.reasons = reasons.map { Self.isCode($0) ? cleaned($0) : "Unknown" }
        // A write alone is a transaction of one item, so that callers find the reason in one place.
        if error.code == "ConditionalCheckFailedException" { error.reasons = ["ConditionalCheckFailed"] }
        return error
    }

    private static func isCode(_ code: String) -> Bool {
        (1...128).contains(code.utf8.count)
            && code.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                    || "_-.".utf8.contains($0)
            }
    }

    /// Describes the response without repeating it: a proxy's page is no help.
    private var fallback: String {
        if (300..<400).contains(response.status) {
            return "it redirects to another URL, and redirects are not followed"
        }
        return response.body.isEmpty ? "the response has no body" : "the response is not one that AWS documents"
    }

    /// `<ErrorResponse><Error>…`, or the older `<Response><Errors><Error>…`.
    private mutating func readXML() {
        guard let root = try? XMLParser.parse(response.body),
            let error = root["Error"] ?? root["Errors"]?["Error"] ?? (root.name == "Error" ? root : nil)
        else { return }
        code = error.text(at: "Code")
        message = error.text(at: "Message")
        bodyRequestID = root.text(at: "RequestId") ?? root.text(at: "RequestID")
    }

    /// The code is in a header or in `__type`, as `prefix#Code` or `Code:link`.
    private mutating func readJSON() {
        let body = try? JSONDecoder().decode(JSONError.self, from: Data(response.body))
        let raw = response.headers.first(name: "x-amzn-errortype") ?? body?.type ?? body?.code
        code = raw.map { raw in
            let name = raw.split(separator: ":", maxSplits: 1).first ?? ""
            return String(name.split(separator: "#").last ?? "")
        }
        message = body?.message
        reasons = body?.reasons ?? []
    }

    /// `x-amz-retry-after` in milliseconds, `Retry-After` in seconds or as a date.
    private func retryAfter(now: Date) -> Double? {
        if let text = response.headers.first(name: "x-amz-retry-after"), let milliseconds = Int(text.trimmed),
            milliseconds >= 0
        {
            return Double(milliseconds) / 1_000
        }
        guard let text = response.headers.first(name: "Retry-After")?.trimmed else { return nil }
        if let seconds = Int(text) { return seconds >= 0 ? Double(seconds) : nil }
        return WireDate.http(text).map { max(0, $0.timeIntervalSince(now)) }
    }
}

/// The body of a JSON service's error; every field may be missing.
struct JSONError: Decodable {
    var type: String?
    var code: String?
    var message: String?
    /// Of a canceled transaction of DynamoDB, one for each of its items.
    var reasons: [String]

    private struct Reason: Decodable { let Code: String? }

    private enum Key: String, CodingKey {
        case type = "__type"
        case code, message
        case Message
        case CancellationReasons
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        type = try? container.decodeIfPresent(String.self, forKey: .type)
        code = try? container.decodeIfPresent(String.self, forKey: .code)
        message =
            (try? container.decodeIfPresent(String.self, forKey: .message))
            ?? (try? container.decodeIfPresent(String.self, forKey: .Message))
        let listed = try? container.decodeIfPresent([Reason].self, forKey: .CancellationReasons)
        reasons = listed?.map { $0.Code ?? "None" } ?? []
    }
}
