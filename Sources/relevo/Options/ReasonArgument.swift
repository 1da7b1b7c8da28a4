import ArgumentParser
import KeyPolicy

/// Why somebody does it, or who they are: shown to people and kept for ever, so neither empty nor endless.
struct ReasonArgument: ExpressibleByArgument {
    let text: String

    init?(argument: String) {
        let text = argument.trimmedSpaces
        guard !text.isEmpty, text.count <= 500, !text.contains(where: \.isNewline) else { return nil }
        self.text = text
    }
}
