/// A parser of bytes that come from outside, with what must hold whatever the bytes are.
struct FuzzedParser: Sendable, CustomStringConvertible {
    /// Also the name of its folder in `Corpora/`.
    let name: String
    /// Words of its language, which a fuzzer puts together faster than it finds them.
    let words: [String]
    /// Reads the bytes and whatever follows from them; a refusal is as good as a value.
    ///
    /// Throws ``FuzzFinding`` when something that must hold does not.
    let check: @Sendable ([UInt8]) throws -> Void

    var description: String { name }

    /// Every parser there is, in the order in which `make fuzz` takes them.
    static let all: [FuzzedParser] = [
        .xml, .errorAnswer, .credentialReport, .sharedFile, .credentialsDocument, .instants, .settingsJSON,
        .settingsYAML, .zoneFile, .zoneRule, .slackAnswer, .eventBody, .ledgerRow,
    ]

    static func named(_ name: String) -> FuzzedParser? { all.first { $0.name == name } }
}
