package import KeyPolicy

extension InMemoryLedger {
    package func claim(_ claims: [NoticeClaim], run: RunID, fence: Fence) throws -> Set<NoticeClaim> {
        try check(fence)
        var after = self.claims
        let won = claims.filter { claim in
            let rung = NoticeSlot(claim)
            if let standing = after[rung] {
                guard standing.state != .delivered, standing.claim.notice.message == claim.replaces else {
                    return false
                }
            }
            after[rung] = Claim(claim: claim, state: .claimed)
            return true
        }
        try write(
            won.map { .about($0.address, .noticeClaimed(notice: $0.notice), at: $0.notice.decidedAt) }, run: run)
        self.claims = after
        return Set(won)
    }

    package func unsettledClaims() -> [NoticeClaim] {
        claims.filter { $0.value.state == .claimed }.sorted { $0.key < $1.key }.map(\.value.claim)
    }
}
