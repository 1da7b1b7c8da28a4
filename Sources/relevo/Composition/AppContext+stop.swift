import AWS
import KeyWatch

extension AppContext {
    /// Runs `body` with what `relevo stop` needs: AWS's time, if only from a refusal, and the ledger. A stop is for
    /// emergencies: where Slack can't be asked, it is written all the same.
    func openForStop<Value>(_ body: (Intervention) async throws -> Value) async throws -> Value {
        Signals.watch()
        return try await openRoads { clients in
            do {
                _ = try await soon { try await STSClient(try hub(clients).transport).getCallerIdentity() }
            } catch {
                try Signals.endRequest.check()
                if metrics.aheadOfAWS == nil { throw error }
            }
            let messenger: any Messenger
            do { messenger = try await soon { try await self.messenger(clients, hub: nil, acts: true) } } catch {
                messenger = SilentMessenger(why: "\(error)")
            }
            try Signals.endRequest.check()
            return try await body(
                Intervention(
                    ledger: try ledger(), messenger: messenger, composer: try composer(),
                    settings: watchSettings(readOnly: [], ownUser: nil), clock: clock))
        }
    }

    /// Asks for twenty seconds at the most.
    private func soon<Value: Sendable>(_ ask: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await ask() }
            group.addTask {
                try await Task.sleep(for: .seconds(20))
                throw AppContextError.noAnswer
            }
            guard let first = try await group.next() else { throw AppContextError.noAnswer }
            return first
        }
    }
}
