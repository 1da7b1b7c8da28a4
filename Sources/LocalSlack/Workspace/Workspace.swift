package import FoundationEssentials

/// A workspace in memory: its people, channels, messages and faults.
package actor Workspace {
    let seed: Seed
    let token: String
    private let wallClock: @Sendable () -> Date
    private let uptime: @Sendable () -> Duration
    private let clockFile: String?

    var users: [String: Seed.User] = [:]
    var channels: [String: Seed.Channel] = [:]
    /// A direct message's id by the person's.
    var directMessages: [String: String] = [:]
    /// In the order they were posted.
    var messages: [LocalMessage] = []
    var isTokenRevoked = false
    var scopes = Workspace.allScopes
    var counts: [String: [String: Int]] = [:]

    var clock: Date?
    /// Messages so far in each second.
    var counters: [Int: Int] = [:]
    private var limits = RateLimits()
    private var faults: [Fault] = []

    static let allScopes: Set<String> = [
        "channels:history", "channels:read", "chat:write", "groups:history", "groups:read", "im:history", "im:read",
        "im:write", "users:read",
    ]

    /// - Parameters:
    ///   - clockFile: a file with an ISO 8601 instant that dates new messages, if the file exists.
    ///   - now: the time of messages if no clock was set.
    ///   - uptime: the clock for rate limits.
    package init(
        seed: Seed, token: String, clockFile: String? = nil, now: @escaping @Sendable () -> Date,
        uptime: @escaping @Sendable () -> Duration
    ) {
        self.seed = seed
        self.token = token
        self.clockFile = clockFile
        self.wallClock = now
        self.uptime = uptime
        for user in seed.users { users[user.id] = user }
        for channel in seed.channels { channels[channel.id] = channel }
    }

    var teamID: String { seed.teamId ?? "T0LOCAL" }
    var appName: String { seed.app ?? "Relevo" }
    static let botUserID = "U0RELEVO"
    static let botID = "B0RELEVO"

    // MARK: Time

    func setClock(_ instant: Date?) { clock = instant }

    var now: Date {
        if let clock { return clock }
        if let clockFile, let text = try? String(contentsOfFile: clockFile, encoding: .utf8) {
            let line = String(text.filter { !$0.isWhitespace })
            if let instant = try? Date(line, strategy: .iso8601) { return instant }
        }
        return wallClock()
    }

    /// A new message's id: its second, and a count that keeps order within the second.
    func nextTS() -> String {
        let second = Int(now.timeIntervalSince1970.rounded(.down))
        let count = (counters[second] ?? 0) + 1
        counters[second] = count
        let digits = String(count)
        return "\(second)." + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    // MARK: Faults

    package func add(_ fault: Fault) { faults.append(fault) }

    package func forgetFaults() { faults = [] }

    /// The fault that applies to a call; it is used up once.
    func takeFault(_ method: String, _ arguments: Arguments) -> Fault? {
        let about = ["channel", "user", "users"].compactMap { arguments[$0] }
        let index = faults.firstIndex { fault in
            guard fault.method == method else { return false }
            guard let channel = fault.channel else { return true }
            return about.contains { $0 == channel || directMessages[$0] == channel || directMessages[channel] == $0 }
        }
        guard let index else { return nil }
        var fault = faults[index]
        let left = (fault.times ?? 1) - 1
        fault.times = left
        if left > 0 { faults[index] = fault } else { faults.remove(at: index) }
        return fault
    }

    func secondsToWait(_ method: String, channel: String?) -> Int? {
        // A person and the direct message with them are one place.
        let place = channel.map { directMessages[$0] ?? $0 }
        return limits.admit(method, channel: place, at: uptime())
    }

    func count(_ method: String, _ outcome: String) {
        counts[method, default: [:]][outcome, default: 0] += 1
    }

    /// Returns to the seed, as after a start; keeps a clock that was set.
    func reset() {
        users = Dictionary(seed.users.map { ($0.id, $0) }) { _, last in last }
        channels = Dictionary(seed.channels.map { ($0.id, $0) }) { _, last in last }
        directMessages = [:]
        messages = []
        isTokenRevoked = false
        scopes = Self.allScopes
        counts = [:]
        counters = [:]
        forgetCalls()
    }

    /// Forgets the faults, and the calls that count toward rate limits.
    func forgetCalls() {
        limits = RateLimits()
        faults = []
    }
}
