package import FoundationEssentials

/// What a service's clock said next to ours.
package struct ClockReading: Sendable, Equatable {
    package let service: String
    /// Our wire clock when the answer arrived.
    package let wireClock: Date
    /// The answer's `Date` header, to the second.
    package let serverClock: Date

    package init(service: String, wireClock: Date, serverClock: Date) {
        self.service = service
        self.wireClock = wireClock
        self.serverClock = serverClock
    }

    /// Seconds by which our clock is ahead; negative when it is behind.
    package var ahead: Double { wireClock.timeIntervalSince(serverClock) }
}
