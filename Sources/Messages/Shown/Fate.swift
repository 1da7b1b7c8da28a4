import FoundationEssentials
import KeyPolicy

/// What becomes of a key that a notice speaks of, by the facts and nothing else.
enum Fate: Equatable {
    /// The notice binds: deactivated on or after the deadline.
    case deactivated(Date)
    /// It would be, but its account is not in mode `enforce` yet.
    case wouldBe(Date)
    /// A machine's key where machines are only told.
    case leftToItsTeam(Date)
    /// Nobody is known to answer for it.
    case heldWithoutOwner

    init(_ notice: PlannedNotice, of owner: OwnerType, policy: Policy) {
        if notice.isBinding {
            self = .deactivated(notice.deadline)
        } else if policy.enforces(owner) {
            self = .wouldBe(notice.deadline)
        } else if owner == .machine {
            self = .leftToItsTeam(notice.deadline)
        } else {
            self = .heldWithoutOwner
        }
    }
}
