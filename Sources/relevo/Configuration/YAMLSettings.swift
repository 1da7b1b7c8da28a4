import Settings
import Yams

extension SettingsTree {
    /// Reads a configuration's YAML form: one document, without anchors, aliases, tags and merge keys.
    ///
    /// - Parameter file: what positions name as the source.
    /// - Throws: ``SettingsError/malformed(_:)`` at the first place that can't be read.
    init(yaml bytes: [UInt8], file: String) throws(SettingsError) {
        let start = SourcePosition(file: file, line: 1, column: 1)
        guard bytes.count <= Self.maxBytes else {
            throw .malformed(SettingsProblem(start, "the configuration is larger than 1 MB."))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .malformed(SettingsProblem(start, "the text is not UTF-8; save the file with that encoding."))
        }
        if let problem = YAMLBounds.problem(in: text, file: file) { throw .malformed(problem) }
        do {
            let parser = try Parser(yaml: text, encoding: .utf8)
            let root = try parser.singleRoot()
            // A node's anchor lives only as long as its parser.
            self = try withExtendedLifetime(parser) {
                try root.map { try YAMLTree(file: file).tree($0, depth: 0) }
                    ?? SettingsTree(.scalar("", .null), at: start)
            }
        } catch let error as SettingsError {
            throw error
        } catch let error as YamlError {
            throw .malformed(error.problem(file: file))
        } catch {
            throw .malformed(SettingsProblem(start, "the text can't be read as YAML."))
        }
    }
}
