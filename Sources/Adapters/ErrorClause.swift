/// An error's sentences without the last full stop, to stand in a sentence of somebody else's.
struct ErrorClause: CustomStringConvertible {
    let description: String

    init(_ error: any Error) {
        let text = "\(error)"
        description = text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}
