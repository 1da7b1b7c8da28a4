package import FoundationEssentials
package import KeyPolicy

/// An account's credential report: a snapshot up to four hours old. It shows what changed, never how old a key is.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
package struct CredentialReport: Hashable, Sendable {
    /// One of the two keys that a row can show; the report has no key ids.
    package struct Slot: Hashable, Sendable {
        /// "Created or last changed": useful to notice changes and to tell slots apart, not for an age.
        package let rotatedAt: Date?
        package let isActive: Bool
        package let lastUse: LastUse

        package init(rotatedAt: Date?, isActive: Bool, lastUse: LastUse) {
            self.rotatedAt = rotatedAt
            self.isActive = isActive
            self.lastUse = lastUse
        }

        /// Whether there is a key at all.
        package var isTaken: Bool { rotatedAt != nil || isActive }
    }

    /// One IAM user's row.
    package struct Row: Hashable, Sendable {
        package let arn: String
        package let userCreatedAt: Date
        package let slots: [Slot]
        /// The user has more keys or certificates than the report's columns can show.
        package let hasMore: Bool
        package let password: PasswordState
        package let mfa: Bool?
        /// The key columns as they came, without last use: equal while nothing about the keys changed.
        package let fingerprint: String

        package init(
            arn: String, userCreatedAt: Date, slots: [Slot], hasMore: Bool, password: PasswordState, mfa: Bool?,
            fingerprint: String
        ) {
            self.arn = arn
            self.userCreatedAt = userCreatedAt
            self.slots = slots
            self.hasMore = hasMore
            self.password = password
            self.mfa = mfa
            self.fingerprint = fingerprint
        }

        /// Whether the row can be from the same moment as this listing, by the number of keys and of active ones.
        package func agrees(with keys: [AccessKey]) -> Bool {
            hasMore
                || slots.filter(\.isTaken).count == keys.count
                    && slots.filter(\.isActive).count == keys.filter { $0.status == .active }.count
        }

        package var showsKeys: Bool { hasMore || slots.contains(where: \.isTaken) }
    }

    package let generatedAt: Date
    package let rows: [Row]

    package init(generatedAt: Date, rows: [Row]) {
        self.generatedAt = generatedAt
        self.rows = rows
    }
}

/// Gets the credential report, waiting for one that is being made.
struct CredentialReportFetch: Sendable {
    let reader: any AccountReader
    let clock: RunClock

    /// Reports older than this are too old to show what changed: AWS makes a new one every four hours.
    static let oldest: Double = 4.5 * 3_600
    /// Seconds between questions: small reports are ready in a second, large ones take half a minute.
    private static let pauses = [0.5, 1, 1, 2, 2, 2, 3, 3, 3, 5, 5, 5, 5, 5]

    /// The report, or the reason why every user is listed instead; never throws, because the scan works without it.
    func fetch() async -> (CredentialReport?, problem: String?) {
        do {
            var progress = try await reader.prepareReport()
            var pauses = Self.pauses.makeIterator()
            while progress != .complete {
                guard let pause = pauses.next() else { throw ReportProblem.notReady }
                try await clock.sleep(pause)
                progress = try await reader.prepareReport()
            }
            let report = try await reader.report()
            let age = clock.policy().timeIntervalSince(report.generatedAt)
            guard age <= Self.oldest else {
                return (nil, "The credential report is \(Int(age / 3_600)) hours old")
            }
            return (report, nil)
        } catch let problem as ReportProblem {
            let text = "\(problem)"
            return (nil, text.prefix(1).uppercased() + text.dropFirst())
        } catch {
            return (nil, "The credential report could not be obtained (\("\(error)".clause))")
        }
    }
}

/// Takes a key's last use from the credential report where slot and key certainly match.
package enum ReportMatch {
    /// The keys with the last use that the row certainly shows; for the others it is unknown.
    package static func lastUses(of keys: [AccessKey], in row: CredentialReport.Row?) -> [AccessKey] {
        let taken = row?.slots.filter(\.isTaken) ?? []
        let isClear = !(row?.hasMore ?? true) && taken.count == keys.count
        return keys.map { key in
            var key = key
            let fitting = taken.filter { $0.rotatedAt == key.createdAt && $0.isActive == (key.status == .active) }
            let twins = keys.filter { $0.createdAt == key.createdAt }
            if isClear, fitting.count == 1, twins.count == 1, let slot = fitting.first {
                key.lastUse = slot.lastUse
            } else {
                key.lastUse = .unknown("the credential report does not say it for certain")
            }
            return key
        }
    }
}
