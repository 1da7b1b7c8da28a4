package import FoundationEssentials

extension Policy {
    /// How many of a user's keys are active and are deactivated if nobody rotates them, once their account is in mode enforce.
    package func enforceable(_ user: User, at now: Date) -> Int {
        user.keys.filter { key in
            key.status == .active
                && Gate.standingRefusal(of: key.id, user: user, mode: .enforce, policy: self, now: now) == nil
        }.count
    }
}
