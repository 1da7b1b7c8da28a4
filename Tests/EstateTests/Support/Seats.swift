/// Lets a few estates be up at a time: each is three processes, and there may be two cores.
actor Seats {
    static let shared = Seats(3)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func with(_ body: @Sendable () async throws -> Void) async throws {
        await take()
        defer { giveBack() }
        try await body()
    }

    private func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func giveBack() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
