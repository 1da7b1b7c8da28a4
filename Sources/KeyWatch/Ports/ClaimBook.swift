package import KeyPolicy

/// Who may send which notice: each (key, round, stage) is claimed once, before the message is sent.
package protocol ClaimBook: Sendable {
    /// Claims each notice that is free, appending its `noticeClaimed` event in the same write, and returns those won.
    ///
    /// A notice is free when nobody claimed its key, round and stage yet; or when the claim there is not delivered and
    /// `replaces` names the message it was made under. Of two callers that replace the same claim one wins.
    func claim(_ claims: [NoticeClaim], run: RunID, fence: Fence) async throws -> Set<NoticeClaim>

    /// Claims that are neither delivered nor failed: whoever made them may have died before or after sending.
    func unsettledClaims() async throws -> [NoticeClaim]
}

/// A notice and the key it is about.
package struct NoticeClaim: Hashable, Codable, Sendable {
    package let address: KeyAddress
    package let notice: Notice
    package let replaces: MessageID?

    package init(address: KeyAddress, notice: Notice, replaces: MessageID?) {
        self.address = address
        self.notice = notice
        self.replaces = replaces
    }
}
