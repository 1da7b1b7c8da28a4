import FoundationEssentials
package import KeyPolicy

/// What must be known before a run writes its first event: whether its ledger is the newest, and its options.
struct RunOpening: Sendable {
    let ledger: any Ledger
    let messenger: any Messenger
    let orders: RunOrders
    let policy: Policy
    let at: Date

    struct Result: Codable, Sendable {
        /// Written with the run's first event; not part of its stored form.
        var facts: [NewEvent] = []
        /// Why it is unknown whether the ledger is the newest; nil when it is known.
        var doubt: String?
        var remarks: [Problem] = []
        /// Set when somebody continues without knowing what other runs promised: nothing is deactivated before it.
        var acceptedUntil: Date?

        private enum CodingKeys: String, CodingKey { case doubt, remarks, acceptedUntil }
    }

    /// A doubt that lasts longer than this many seconds doesn't end by itself.
    static let patience: Double = 7 * Days.seconds

    /// Throws `WatchRefusal` when nothing may be done.
    func open() async throws -> Result {
        var finding = try await RollbackDetector(ledger: ledger, messenger: messenger, policy: policy).detect(at: at)
        let open = try await EffectivePolicy(ledger: ledger).openDoubt()
        var result = Result()
        switch (finding.behind, orders.accept) {
        case (let behind?, .run(let accepted)) where accepted == behind.run:
            result.facts += finding.lost.map { .run(.markerSeen(marker: $0), at: at) }
            result.facts.append(.run(.ledgerGapAccepted(run: behind.run, floor: at), at: at))
        case (let behind?, _): throw WatchRefusal.ledgerBehind(run: behind.run, floor: behind.floor)
        case (nil, .run(let accepted)): throw WatchRefusal.notBehind(accepted)
        case (nil, .unseen):
            guard open != nil, finding.doubt != nil else { throw WatchRefusal.noDoubt }
            let until = Days.after(policy.lateNoticeDays, at)
            result.acceptedUntil = until
            result.facts.append(.run(.ledgerGapAccepted(run: nil, floor: until), at: at))
            finding.doubt = nil
            // What could not be read is skipped.
            for (channel, newest) in finding.newest { finding.points[channel] = ChannelPoint(upTo: newest) }
        case (nil, nil): break
        }
        result.facts += finding.facts(at: at)
        result.remarks = finding.problems
        doubt(finding.doubt, open, &result)
        if let released = orders.release { result.facts.append(try await release(released)) }
        return result
    }

    private func doubt(_ why: String?, _ open: LedgerDoubt?, _ result: inout Result) {
        guard let why else {
            if open != nil, result.acceptedUntil == nil { result.facts.append(.run(.ledgerConfirmed, at: at)) }
            return
        }
        result.doubt = why.clause
        var remark = "Relevo can't tell whether this ledger is the newest, so nothing is deactivated: \(why.clause)."
        if let open {
            if at.timeIntervalSince(open.since) >= Self.patience {
                remark +=
                    " This has lasted since \(open.since.ISO8601Format()). If it can't be fixed, look at the keys that are "
                    + "held, then run `relevo run --accept-ledger unseen`: everyone is notified again, and nothing is "
                    + "deactivated for \(policy.lateNoticeDays) days."
            }
        } else {
            result.facts.append(.run(.ledgerDoubted(why: why.clause), at: at))
        }
        result.remarks.append(Problem(.ledgerDoubted, remark))
    }

    private func release(_ run: RunID) async throws -> NewEvent {
        let held = try await EffectivePolicy(ledger: ledger).held(in: run)
        guard let heldAt = held.at else { throw WatchRefusal.nothingHeld(run: run) }
        guard at.timeIntervalSince(heldAt) <= RunOrders.releasable else {
            throw WatchRefusal.releaseTooLate(run: run, heldAt: heldAt)
        }
        return .run(.brakeReleased(run: run, keys: held.keys), at: at)
    }
}

/// Options of one run.
package struct RunOrders: Hashable, Sendable {
    /// When not empty, the other accounts are not read; they are unknown.
    package var only: Set<AccountID> = []
    /// The run whose list, stopped by the alarm, is released.
    package var release: RunID?
    /// The lost runs that somebody accepts.
    package var accept: LedgerAcceptance?

    /// Seconds for which a list that the alarm stopped can be released.
    package static let releasable: Double = 7 * Days.seconds

    package init(only: Set<AccountID> = [], release: RunID? = nil, accept: LedgerAcceptance? = nil) {
        self.only = only
        self.release = release
        self.accept = accept
    }
}

/// A person's decision to continue although the ledger is not the newest, or may not be.
package enum LedgerAcceptance: Hashable, Sendable {
    /// The newest run that this ledger doesn't know and never will.
    case run(RunID)
    /// Runs that could not be seen.
    case unseen
}
