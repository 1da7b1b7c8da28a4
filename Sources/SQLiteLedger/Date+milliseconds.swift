import FoundationEssentials

extension Date {
    /// Milliseconds since 1970, the precision in which the ledger keeps instants.
    var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1_000).rounded()) }

    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1_000) }
}
