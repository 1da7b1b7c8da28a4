import Slack
import Synchronization

/// Time that passes only when somebody waits, and then at once.
final class ManualTime: Sendable {
    private let state = Mutex<(now: Duration, waits: [Duration])>((.zero, []))

    var time: SlackTime {
        SlackTime(
            uptime: { self.now },
            sleep: { wait in self.state.withLock { $0 = ($0.now + wait, $0.waits + [wait]) } })
    }

    var now: Duration { state.withLock { $0.now } }

    /// Every wait so far.
    var waits: [Duration] { state.withLock { $0.waits } }

    func pass(_ duration: Duration) {
        state.withLock { $0.now += duration }
    }
}
