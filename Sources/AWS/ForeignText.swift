import Redaction

/// Makes text from outside safe to show: no secrets, no control characters, bounded
/// length.
enum ForeignText {
    static let limit = 512

    /// - Parameters:
    ///   - secrets: values to remove. When AWS refuses a signature, it repeats the canonical request with the session
    ///     token.
    ///   - more: secrets of one call alone.
    static func cleaned(_ text: String, secrets: SecretsInUse? = nil, also more: [String] = []) -> String {
        // Secrets are removed last: removing other text must not put one together again.
        var text = plain(text)
        if let canonical = text.firstRange(of: "The Canonical String") {
            text = String(text[..<canonical.lowerBound]).trimmed
        }
        if let secrets { text = secrets.redacted(text, also: more) }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
    }

    /// The text on one line, with visible characters only.
    private static func plain(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                pendingSpace = !kept.isEmpty
                continue
            }
            // Format characters are removed too: they can reverse the reading direction of a whole line.
            if [.control, .format, .surrogate, .privateUse].contains(scalar.properties.generalCategory) { continue }
            if pendingSpace { kept.append(" ") }
            pendingSpace = false
            kept.append(scalar)
        }
        return String(kept)
    }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[start...end])
    }
}
