import FoundationEssentials

extension Date {
    /// Milliseconds since 1970, the precision in which the ledger keeps instants.
    var milliseconds: Int64 { Int64(min(max((timeIntervalSince1970 * 1_000).rounded(), -9e15), 9e15)) }

    /// Nil for what no clock ever showed, some thirty thousand years from now: no arithmetic with dates may overflow.
    init?(milliseconds: Int64) {
        guard (-Self.mostMilliseconds...Self.mostMilliseconds).contains(milliseconds) else { return nil }
        self.init(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }

    private static let mostMilliseconds: Int64 = 1_000_000_000_000_000
}
