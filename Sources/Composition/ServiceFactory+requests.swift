package import AWS
package import KeyWatch

extension ServiceFactory {
    /// What a person's request about one key, user or account needs.
    package func intervention(_ services: ExternalServices, ledger: any Ledger) throws -> Intervention {
        Intervention(
            ledger: ledger, messenger: services.messenger, composer: try composer(), settings: watchSettings(services),
            clock: clock)
    }

    /// Runs `body` with what a stop needs: the ledger, and AWS's time, which a refusal reports as well. A stop is for
    /// emergencies: it is recorded even where Slack can't be called.
    package func openForStop<Value>(
        ledger: (AWSTransport) async throws -> any Ledger, _ body: (Intervention) async throws -> Value
    ) async throws -> Value {
        try await openClients { clients in
            do {
                _ = try await limited { try await STSClient(try hub(clients).transport).getCallerIdentity() }
            } catch {
                try clock.checkEnd()
                if metrics.aheadOfAWS == nil { throw error }
            }
            let messenger: any Messenger
            do { messenger = try await limited { try await self.messenger(clients, hub: nil, acts: true) } } catch {
                messenger = SilentMessenger(why: "\(error)")
            }
            try clock.checkEnd()
            return try await body(
                Intervention(
                    ledger: try await ledger(try hub(clients).transport), messenger: messenger,
                    composer: try composer(),
                    settings: configuration.watchSettings(readOnly: [], ownUser: nil), clock: clock))
        }
    }

    /// Gives a call twenty seconds.
    private func limited<Value: Sendable>(_ call: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await call() }
            group.addTask {
                try await Task.sleep(for: .seconds(20))
                throw CompositionError.noAnswer
            }
            guard let first = try await group.next() else { throw CompositionError.noAnswer }
            return first
        }
    }
}
