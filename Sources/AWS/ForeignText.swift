/// Makes text that came from elsewhere fit to be shown: no secrets, no control
/// characters, bounded.
enum ForeignText {
    static let limit = 512

    /// - Parameter secrets: values that must not appear. A refused signature
    ///   makes AWS repeat the canonical request, session token included.
    static func cleaned(_ text: String, secrets: [String] = []) -> String {
        var text = text
        if let canonical = text.firstRange(of: "The Canonical String") {
            text = String(text[..<canonical.lowerBound])
        }
        for secret in secrets where !secret.isEmpty {
            text = text.replacing(secret, with: "[redacted]")
        }
        var kept = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                pendingSpace = !kept.isEmpty
                continue
            }
            // Format characters go too: they can turn the reading direction of a whole line.
            if [.control, .format, .surrogate, .privateUse].contains(scalar.properties.generalCategory) { continue }
            if pendingSpace { kept.append(" ") }
            pendingSpace = false
            kept.append(scalar)
            if kept.count >= limit { break }
        }
        return String(kept)
    }
}
