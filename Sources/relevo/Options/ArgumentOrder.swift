import ArgumentParser
import KeyPolicy

/// Lets the options of every command also stand before the command's name: moves them behind it, where the parser reads
/// them. `relevo --config a scan` becomes `relevo scan --config a`.
enum ArgumentOrder {
    /// The options of ``CommonOptions`` and its ``GeneralOptions`` that take no value.
    static let flags: Set = ["--quiet", "--verbose", "--no-color", "--no-pager"]
    /// Those that take one.
    static let valued: Set = ["--config", "--account", "--output", "-o"]

    static func arranged(_ arguments: [String]) -> [String] {
        var rest = arguments[...]
        var path: [String] = []
        var moved: [String] = []
        var commands = Relevo.configuration.subcommands
        while !commands.isEmpty, let word = rest.first {
            let name = String(word.prefix { $0 != "=" })
            if flags.contains(word) || (valued.contains(name) && name != word) {
                moved.append(word)
                rest = rest.dropFirst()
            } else if valued.contains(word), rest.count > 1 {
                moved += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else if word == "-V" {
                return ["--version"]
            } else if let command = commands.first(where: { $0.configuration.commandName == word }) {
                path.append(word)
                commands = command.configuration.subcommands
                rest = rest.dropFirst()
            } else {
                break
            }
        }
        // Before the options that stand behind the name, which win where only one may be given.
        return path + (path.isEmpty || !commands.isEmpty ? [] : moved) + rest
    }
}

/// Finds a word where only a command's name can stand, and that is none.
enum MistypedCommand {
    /// A sentence about it, with the nearest name; nil where the parser has nothing to say about commands.
    ///
    /// - Parameter arguments: as `ArgumentOrder` arranged them.
    static func problem(in arguments: [String]) -> String? {
        var commands = Relevo.configuration.subcommands
        var path = ["relevo"]
        for word in arguments.first == "help" ? arguments.dropFirst() : arguments[...] {
            // Options stand behind the name, and a command without others under it has arguments of its own.
            guard !commands.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            guard let command = commands.first(where: { $0.configuration.commandName == word }) else {
                return problem(word, after: path.joined(separator: " "), among: commands)
            }
            path.append(word)
            commands = command.configuration.subcommands
        }
        return nil
    }

    private static func problem(
        _ word: String, after path: String, among commands: [any ParsableCommand.Type]
    ) -> String {
        let names = commands.compactMap { $0.configuration.commandName }
        let advice =
            NearestMatch.to(word, in: names).map { "The nearest is `\(path) \($0)`." }
            ?? "There are \(names.joined(separator: ", "))."
        return "There is no command `\(path) \(word)`. \(advice) `\(path) --help` explains each."
    }
}
