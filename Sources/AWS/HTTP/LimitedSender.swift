/// Gives each attempt of another sender less time than that one would.
struct LimitedSender: HTTPSender {
    let sender: any HTTPSender
    let limit: Duration

    func send(_ request: WireRequest) async throws -> WireAnswer {
        try await withThrowingTaskGroup(of: WireAnswer.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await sender.send(request) }
            group.addTask {
                try await Task.sleep(for: limit)
                throw WireFailure.timedOut(sent: true)
            }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }
}
