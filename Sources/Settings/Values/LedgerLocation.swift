/// Where Relevo's memory is kept.
package enum LedgerLocation: Hashable, Sendable {
    case sqlite(path: String)
    case dynamoDB(table: String)
}

extension LedgerLocation {
    /// Reads `sqlite:PATH` or `dynamodb:TABLE`.
    package init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let rest = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        // A ledger that forgets, or that SQLite reads as an address, is no ledger.
        case "sqlite" where FilePath.objection(to: rest) == nil && !rest.hasPrefix(":") && !rest.hasPrefix("file:"):
            self = .sqlite(path: rest)
        // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
        case "dynamodb" where (3...255).contains(rest.utf8.count) && rest.utf8.allSatisfy(AllowedText.isTableName):
            self = .dynamoDB(table: rest)
        default: return nil
        }
    }
}
