package import KeyPolicy

/// Takes a key's last use from the credential report where slot and key match beyond doubt.
package enum ReportMatch {
    /// The keys with what the row can say for certain; others say that it was not looked up.
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
