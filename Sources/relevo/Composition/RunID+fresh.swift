import FoundationEssentials
import KeyPolicy

extension RunID {
    /// A new id that sorts by time: `20260312t120000z-4f3a9c`.
    static func fresh(at now: Date) -> RunID {
        let stamp = String(now.formatted(.iso8601).filter { !"-:".contains($0) })
        return RunID(stamp: stamp, tail: String(UUID().uuidString.prefix(6)))
    }
}
