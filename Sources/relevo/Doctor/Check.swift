/// One thing that Relevo needs, and whether it is so.
struct Check: Hashable, Sendable {
    enum Verdict: Hashable, Sendable {
        case good
        /// What to do about it.
        case bad(mend: String)
        /// Not checked, or not needed; what would help, if anything would.
        case unknown(mend: String?)
    }

    /// Which kind of thing, for programs: `audit-permission`.
    let id: String
    /// Which one of its kind, for people.
    let subject: String
    let verdict: Verdict
    /// What it means, as a sentence.
    let meaning: String

    static func good(_ id: String, _ subject: String, _ meaning: String) -> Check {
        Check(id: id, subject: subject, verdict: .good, meaning: meaning)
    }

    static func bad(_ id: String, _ subject: String, _ meaning: String, mend: String) -> Check {
        Check(id: id, subject: subject, verdict: .bad(mend: mend), meaning: meaning)
    }

    static func unknown(_ id: String, _ subject: String, _ meaning: String, mend: String? = nil) -> Check {
        Check(id: id, subject: subject, verdict: .unknown(mend: mend), meaning: meaning)
    }

    /// True, false, or nil for what was not checked.
    var ok: Bool? {
        switch verdict {
        case .good: true
        case .bad: false
        case .unknown: nil
        }
    }

    var mend: String? {
        switch verdict {
        case .good: nil
        case .bad(let mend): mend
        case .unknown(let mend): mend
        }
    }
}
