import Testing

/// Waits for what another program is about to do; there is nothing of its to be told by, so it is asked again and again.
func wait(
    for what: String, seconds: Int = 90, _ location: SourceLocation = #_sourceLocation,
    until isSo: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
        if try await isSo() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    throw WaitedTooLong(what: what)
}

struct WaitedTooLong: Error, CustomStringConvertible {
    let what: String

    var description: String { "Waited too long for \(what)." }
}
