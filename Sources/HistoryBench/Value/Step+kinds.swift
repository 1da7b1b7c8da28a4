import KeyPolicy

/// The end that a user's exemption tags name.
package enum TagExemption: Hashable, Codable, Sendable {
    case days(Int)
    case malformed
    case missing
}

/// One change of the policy.
package enum PolicyEdit: Hashable, Codable, Sendable {
    case ladder(Ladder)
    case noticeDays(Int)
    case lateNoticeDays(Int)
    case maxOverdueDays(Int)
    case machines(enforced: Bool)
    case untagged(areEngineers: Bool)
    case unreachable(enforced: Bool)
    case left(enforced: Bool)
    case brake(Int)
    case accountBrake(account: Int, Int?)
    case standIn(account: Int, Bool)
    /// Working hours, Monday to Thursday, five hours west of Greenwich, with holidays so many days from the start.
    case hours(Bool, holidays: [Int])
}

/// Ladders that people might configure.
package enum Ladder: String, Hashable, Codable, Sendable {
    case usual, short, long, single

    var stages: [Int] {
        switch self {
        case .usual: [76, 81, 86]
        case .short: [45, 50, 55]
        case .long: [100, 107, 113]
        case .single: [80]
        }
    }

    var deactivateAt: Int {
        switch self {
        case .usual, .single: 91
        case .short: 60
        case .long: 120
        }
    }
}

/// How sends or look-ups end for a while.
package enum SlackTrouble: Hashable, Codable, Sendable {
    case notDelivered(times: Int)
    case answerLost(isStored: Bool, times: Int)
    case channelDown(times: Int)
    case conversationRefused(person: String)
    case tokenRefused
    case lookUpsFail
    case lookUpsFindNothing
    /// The channel's history can't be read so many times.
    case historyFails(times: Int)
    case summaryFails
}

/// What `users.info` answers about somebody.
package enum PersonAnswer: String, Hashable, Codable, Sendable {
    case reachable, deleted, noAnswer
}

/// A call of AWS that fails for a while.
package struct AWSTrouble: Hashable, Codable, Sendable {
    package enum Call: String, Hashable, Codable, Sendable, CaseIterable {
        case accounts, openReader, prepareReport, report, users, accessKeys, lastUse, openSession, readAgain
        case deactivate, restore
    }

    package enum Kind: String, Hashable, Codable, Sendable { case denied, throttled, garbage }

    package var call: Call
    package var account: Int?
    package var kind: Kind
    package var times: Int
    /// Only the answer is lost.
    package var takesEffect: Bool
}
