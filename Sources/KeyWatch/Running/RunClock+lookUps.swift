extension RunClock {
    /// Answers to the questions as they come, until all are there or time for look-ups is up: a service that doesn't
    /// answer can't hold up a run.
    ///
    /// - Parameters:
    ///   - atOnce: how many are asked at the same time.
    ///   - isEnough: called after each answer; whether to end early.
    func answers<Question: Sendable, Answer: Sendable>(
        to questions: [Question], atOnce: Int, until isEnough: (Answer) -> Bool = { _ in false },
        ask: @escaping @Sendable (Question) async -> Answer
    ) async -> [(question: Question, answer: Answer)] {
        await withTaskGroup(of: (Question, Answer)?.self) { group in
            var found: [(question: Question, answer: Answer)] = []
            var waiting = questions.makeIterator()
            func startNext() {
                guard let question = waiting.next() else { return }
                group.addTask { (question, await ask(question)) }
            }
            if let lookUpTimeUp {
                group.addTask {
                    try? await lookUpTimeUp()
                    return nil
                }
            }
            for _ in 0..<atOnce { startNext() }
            while found.count < questions.count, let (question, answer) = await group.next() ?? nil {
                found.append((question, answer))
                if isEnough(answer) { break }
                startNext()
            }
            group.cancelAll()
            return found
        }
    }
}
