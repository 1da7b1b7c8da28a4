/// One setting: a value, over several lines perhaps, or others below it.
struct AWSFileSetting: Sendable {
    let name: String
    let value: String
    var nested: [(name: String, value: String)] = []

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    init(_ name: String, nested: [(name: String, value: String)]) {
        self.name = name
        value = ""
        self.nested = nested
    }
}

struct AWSFileSection: Sendable {
    /// `profile`, `sso-session`, `services`, or the whole name of another one.
    let kind: String
    let name: String
    var settings: [AWSFileSetting]
    /// Whether it is written as it should be: nobody needs it, so a slip in it says nothing.
    var isPlain = false
}

/// Writes sections as people, editors and templates do.
struct AWSFileText {
    var random: CaseRandom
    private var lines: [String] = []

    init(random: CaseRandom) { self.random = random }

    /// The rest of a section of somebody else: an end of its first line, and what is wrong.
    static let faults: [[UInt8]] = [
        Array("]\nnothing like a setting\n".utf8), Array("]\n= 1\n".utf8), Array("]\na = 1\nA = 2\n".utf8),
        Array("]\na = 1\n[profile foreign]\n".utf8), Array("]\ns3 =\n  b\n".utf8), Array("\n".utf8),
        Array("\na: 1\n".utf8), Array("]\na = ".utf8) + [0xFF], Array("]\n# ".utf8) + [0xFE, 0x0A],
    ]

    mutating func render(_ sections: [AWSFileSection], isConfig: Bool, hasMark: Bool) -> [UInt8] {
        guard !sections.isEmpty else { return [] }
        lines = []
        let depth = random.pick(["", "", "", "  ", "\t", "    "])
        var slips = false
        for section in sections {
            noise()
            // A section that begins deeper than the setting before it is the end of that setting's value.
            slips = slips && !section.isPlain
            lines.append((slips && random.once(in: 12) ? indentation() : depth) + header(section, isConfig))
            slips = !section.isPlain
            let own = random.pick([depth, depth, depth + "  ", depth + "\t"])
            for setting in section.settings {
                noise()
                write(setting, slips && random.once(in: 24) ? indentation() : own)
            }
        }
        let end = random.pick(["\n", "\n", "\n", "\r\n", "\r"])
        let text = lines.joined(separator: end) + (random.once(in: 3) ? "" : end)
        return Array((hasMark ? "\u{FEFF}" : "").utf8) + Array(text.utf8)
    }

    private mutating func indentation() -> String { random.pick(["", " ", "  ", "\t", "      ", "\u{A0}"]) }

    /// Blank lines and comments, wherever they fall.
    private mutating func noise() {
        guard random.once(in: 4) else { return }
        lines.append(
            indentation() + random.pick(["", "# a comment", "; another", "#[profile p]", ";x = y", "# \u{200D}"]))
    }

    private mutating func header(_ section: AWSFileSection, _ isConfig: Bool) -> String {
        let after = random.once(in: 6) ? random.pick(["  ", " # said after it", " /* bucket */", "; x", " = 1"]) : ""
        guard ["profile", "sso-session", "services"].contains(section.kind) else { return "[\(section.kind)]\(after)" }
        if !isConfig { return "[\(section.name)]\(after)" }
        if section.kind == "profile", section.name == "default", random.once(in: 2) { return "[default]\(after)" }
        return "[\(section.kind)\(random.pick([" ", " ", "  ", "\t"]))\(quoted(section))]\(after)"
    }

    private mutating func quoted(_ section: AWSFileSection) -> String {
        let name = section.name
        let single = "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        let double = "\"" + escaped(name, ["\"", "\\"]) + "\""
        let bare = escaped(name, ["\"", "\\", "'", " "])
        // As few write it, and nobody reads it.
        if !section.isPlain, random.once(in: 20) { return name }
        return random.pick([single, double, bare])
    }

    private func escaped(_ name: String, _ special: Set<Character>) -> String {
        name.map { special.contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }

    private mutating func write(_ setting: AWSFileSetting, _ depth: String) {
        let name = random.once(in: 8) ? setting.name.uppercased() : setting.name
        let delimiter = random.pick([" = ", "=", " =", "= ", "\t=\t", ": ", ":", " : "])
        let below = depth + random.pick([" ", "  ", "\t", "    "])
        let value = setting.value.split(separator: "\n", omittingEmptySubsequences: false)
        lines.append(depth + name + delimiter + (value.first ?? "") + (random.once(in: 6) ? "  " : ""))
        for line in value.dropFirst() { lines.append(line.isEmpty ? "" : below + line) }
        for (name, value) in setting.nested {
            if random.once(in: 6) { lines.append(random.pick(["", "  # a comment"])) }
            lines.append((random.once(in: 10) ? below + " " : below) + name + random.pick([" = ", "=", " ="]) + value)
        }
    }
}
