import AWS
import Foundation
import NIOHTTP1
import Testing

/// Some hundred homes with AWS files, made by rule: what Relevo makes of each is what botocore makes of it.
///
/// Where they differ, `Docs/credentials.md` says so in its table, and Relevo is the one that refuses.
struct AWSFilesTests {
    static let seed: UInt64 = 20_261_129
    static let count = 400

    @Test(
        .timeLimit(.minutes(20)),
        .enabled(
            if: Programs.succeeds([Programs.python, "-c", "import botocore"]),
            "needs a Python with botocore: make bootstrap"))
    func `files made by rule are read as botocore reads them`() async throws {
        var rules = AWSFilesRules(seed: Self.seed)
        let cases = (0..<Self.count).map { _ in rules.next() }
        try await Folder.with { folder in
            var environments: [[String: String]] = []
            for (index, made) in cases.enumerated() {
                try made.put(into: folder.file("damaged-\(index)"), whole: false)
                try made.put(into: folder.file("whole-\(index)"), whole: true)
                environments.append(made.environment.merging(["HOME": folder.file("whole-\(index)")]) { $1 })
            }
            let answers = try await botocore(environments, folder)
            var refusals = 0
            for (index, made) in cases.enumerated() {
                let home = folder.file("damaged-\(index)")
                let read = await AWSFilesReading.of(made.environment.merging(["HOME": home]) { $1 })
                if read.refusal != nil { refusals += 1 }
                let difference = Self.difference(read, answers[index])
                #expect(difference == nil, "case \(index) \(made)\n  \(difference ?? "")")
            }
            // Most are read, so that there is something to compare.
            #expect(refusals < Self.count / 3, "\(refusals) of \(Self.count) are refused")
        }
    }

    private func botocore(_ environments: [[String: String]], _ folder: Folder) async throws -> [AWSFilesReading] {
        try folder.write(String(decoding: try JSONEncoder().encode(environments), as: UTF8.self), to: "cases.json")
        let child = try ChildProcess(
            Programs.python, [Programs.root + "/dev/botocore_reads.py", folder.file("cases.json")],
            environment: Programs.environment, in: folder, name: "botocore")
        let ended = try await child.ended()
        try #require(ended.status == 0, "\(ended.complaints)")
        return try JSONDecoder().decode([AWSFilesReading].self, from: Data(ended.output.utf8))
    }

    /// - Returns: nil where both agree, or Relevo refuses what the table of differences says it does.
    static func difference(_ read: AWSFilesReading, _ botocore: AWSFilesReading) -> String? {
        if let refusal = read.refusal {
            if botocore.refusal != nil || stricter.contains(where: refusal.contains) { return nil }
            return "Relevo refuses what botocore reads: \(refusal)"
        }
        // Whole credentials in the environment need no profile.
        let isGone = botocore.refusal?.hasPrefix("ProfileNotFound") == true
        if isGone, read.steps.first?.contains("AKIAENVIRONMENT") == true { return nil }
        if let error = botocore.refusal { return "Relevo reads what botocore refuses: \(error)" }
        return read == botocore ? nil : "Relevo reads \(read)\n  botocore reads \(botocore)"
    }

    /// What Relevo refuses and botocore doesn't: each in the table, but for the last, which AWS refuses.
    private static let stricter = [
        "occurs twice", "which is not visible", "another bracket", "a section whose name is not one word",
        "without its closing bracket", "only one of aws_access_key_id", "must be a whole number from 900",
        "settings indented below", "The role session name must be",
    ]
}
