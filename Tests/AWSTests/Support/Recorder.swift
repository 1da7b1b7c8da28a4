import Synchronization

/// Collects values from wherever they are reported.
final class Recorder<Value: Sendable>: Sendable {
    private let stored = Mutex<[Value]>([])

    var values: [Value] { stored.withLock { $0 } }

    func record(_ value: Value) { stored.withLock { $0.append(value) } }
}
