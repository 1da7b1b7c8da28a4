/// What became of a claimed notice, in the words of the `claims` table.
enum ClaimState: String {
    /// Nobody has said yet whether it arrived.
    case claimed
    case delivered
    case failed
}
