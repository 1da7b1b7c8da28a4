import FoundationEssentials
import Settings
import Testing

struct SettingsKeysTests {
    /// A key that is known and never read would be accepted and do nothing.
    @Test(arguments: SettingsKeys.all)
    func `a value of the wrong shape is refused under every key`(_ path: String) {
        let json = Self.configuration(with: #"{"nonsense": []}"#, at: path)
        let error = #expect(throws: SettingsError.self) { try Configuration.checked(json) }
        #expect(
            error?.description.contains("nonsense") == true || error?.description.contains("is a map") == true
                || error?.description.contains("not a map") == true)
    }

    @Test func `the reference page lists exactly the keys that are accepted`() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Docs/configuration.md")
        let text = try String(decoding: Data(contentsOf: page), as: UTF8.self)
        let listed = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap { row in
            row.split(separator: "`", maxSplits: 2, omittingEmptySubsequences: false).dropFirst().first.map(String.init)
        }
        #expect(Set(listed) == Set(SettingsKeys.all))
        #expect(listed.count == SettingsKeys.all.count)
    }

    private static func configuration(with value: String, at path: String) -> String {
        path.split(separator: ".").reversed().reduce(value) { inside, step in
            let key = step == "<account>" ? "333333333333" : step == "<team>" ? "payments" : String(step)
            return key.hasSuffix("[]") ? "{\"\(key.dropLast(2))\": [\(inside)]}" : "{\"\(key)\": \(inside)}"
        }
    }
}
