/// The calls that the fake estate answers, for counting them and for making them fail.
package enum EstateCall: Hashable, Sendable, CaseIterable {
    case accounts
    case openReader
    case prepareReport
    case report
    case users
    case accessKeys
    case lastUse
    case trail
    case openSession
    case readAgain
    case deactivate
    case restore
}

/// What a call of the fake estate ends with when it is made to fail.
package struct EstateFault: Error, Hashable, CustomStringConvertible {
    package let description: String

    /// Whether AWS said no for certain; garbage says nothing.
    package var isDefinite: Bool { self == .denied || self == .throttled }

    package init(_ description: String) { self.description = description }

    package static let denied = EstateFault("AccessDenied: not authorised to perform this call")
    package static let throttled = EstateFault("Throttling: rate exceeded")
    package static let garbage = EstateFault("the answer is not XML")
}
