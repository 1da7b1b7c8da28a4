/// A shared config or credentials file, as sections of settings.
///
/// It is read to its end, whatever is wrong in it: a fault belongs to the section it stands in, and is an error for those
/// who need that section. One that stands in no section is an error for everybody: it may concern them.
///
/// Strict where guessing would be dangerous: a setting or section that occurs
/// twice is refused, since AWS's tools differ on which one counts.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html>
struct SharedFile: Sendable, Equatable {
    enum Kind: Sendable {
        case config, credentials
    }

    struct Section: Sendable, Equatable {
        /// Names in lower case. The value is as it stands there, over several lines too; empty where there is none.
        var settings: [String: String] = [:]
        /// Settings indented below one without a value of its own.
        var nested: [String: [String: String]] = [:]
        /// The lines that those begin in.
        var nestedLines: [String: Int] = [:]
        /// The first thing that is wrong in it.
        var fault: SharedFileError?
    }

    static let limit = 1_048_576

    var sections: [SectionName: Section] = [:]
    /// Sections of that name that AWS's tools don't take for it.
    var misnamed: [SectionName: SharedFileError] = [:]
    /// The first thing that is wrong outside of any section.
    var stray: SharedFileError?

    /// A file that isn't there.
    init() {}

    /// A file that there is, and nothing can be learnt from.
    init(_ fault: SharedFileError) { stray = fault }

    init(_ bytes: [UInt8], as kind: Kind = .config) {
        guard bytes.count <= Self.limit else {
            stray = .tooLarge(limit: Self.limit)
            return
        }
        self = SharedFileParser.parse(bytes, as: kind)
    }

    /// The section with what `[DEFAULT]` adds to it; nil when there is none of that name.
    ///
    /// - Throws: what is wrong in it, or why it can't be told whether it is there.
    func section(_ name: SectionName) throws(SharedFileError) -> Section? {
        if let fault = stray ?? sections[.defaults]?.fault { throw fault }
        guard var section = sections[name] else {
            if let fault = misnamed[name] { throw fault }
            return nil
        }
        if let fault = section.fault { throw fault }
        guard let defaults = sections[.defaults] else { return section }
        for (setting, value) in defaults.settings where section.settings[setting] == nil {
            section.settings[setting] = value
            section.nested[setting] = defaults.nested[setting]
            section.nestedLines[setting] = defaults.nestedLines[setting]
        }
        return section
    }

    /// Something that is wrong in it, for whoever looks for what should be there.
    var doubt: SharedFileError? {
        stray ?? (misnamed.values + sections.values.compactMap(\.fault)).min { $0.line < $1.line }
    }
}
