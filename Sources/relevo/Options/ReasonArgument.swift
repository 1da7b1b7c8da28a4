import ArgumentParser
import KeyPolicy

/// Why somebody does it, or who they are: shown to people and kept for ever, so neither empty nor endless.
struct ReasonArgument: ExpressibleByArgument {
    let text: String

    init?(argument: String) {
        let text = argument.trimmedSpaces
        // A reason that nobody can read is none; one of towers of marks is kept out of the ledger.
        guard text.contains(where: { $0.isLetter || $0.isNumber }), text.count <= 500, text.utf8.count <= 4_000,
            !text.contains(where: \.isNewline)
        else { return nil }
        self.text = text
    }
}
