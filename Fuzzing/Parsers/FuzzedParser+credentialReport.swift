import FoundationEssentials
import KeyPolicy
import KeyWatch

@testable import Adapters

extension FuzzedParser {
    /// IAM's credential report: as it comes, and as rows below a header that is right.
    static let credentialReport = FuzzedParser(
        name: "credential-report",
        words: [
            header, "<root_account>", "arn:aws:iam::111111111111:user/", "arn:aws:iam::111111111111:root", ",", "\"",
            "\"\"", "\n",
            "\r\n", "true", "false", "N/A", "no_information", "not_supported", "2026-01-02T03:04:05+00:00",
            "2026-01-02T03:04:05Z",
            "+292277026596-12-04T15:30:07Z", "99999999-01-01T00:00:00Z", "-05:00", "additional_credentials_info",
            "\u{202E}",
        ]
    ) { bytes in
        try checkTable(bytes)
        let good = Array((header + "\n<root_account>,arn:aws:iam::111111111111:root,2020-01-01T00:00:00Z").utf8)
        try checkTable(good + Array(repeating: UInt8(ascii: ","), count: 14) + [0x0A] + bytes)
        let values: [[String]]
        do throws(CommaSeparatedValuesError) { values = try CommaSeparatedValues(bytes).rows } catch {
            return try FuzzFinding.unlessPrintable("\(error)")
        }
        let written = values.map { row in
            row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
        }.joined()
        let again = try? CommaSeparatedValues(Array(written.utf8)).rows
        try FuzzFinding.unless(again == values, "printed and read again they are other values:\n\(written)")
    }

    private static let header =
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,mfa_active,"
        + "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,"
        + "access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
        + "access_key_2_last_used_region,access_key_2_last_used_service"

    private static func checkTable(_ bytes: [UInt8]) throws {
        let report: CredentialReport
        do throws(ReportProblem) {
            report = try CredentialReportTable(bytes).report(generatedAt: Date(timeIntervalSince1970: 1_800_000_000))
        } catch {
            return try FuzzFinding.unlessPrintable("\(error)")
        }
        let lines = bytes.count { $0 == 0x0A } + 1
        try FuzzFinding.unless(report.rows.count < lines, "\(report.rows.count) rows in \(lines) lines")
        for row in report.rows {
            let dates = [row.userCreatedAt] + row.slots.compactMap(\.rotatedAt)
            for date in dates {
                try FuzzFinding.unless(
                    abs(date.timeIntervalSince1970) < 1e12, "an instant out of bounds: \(date.timeIntervalSince1970)")
            }
            for slot in row.slots {
                if case .unknown(let why) = slot.lastUse { try FuzzFinding.unlessPrintable(why) }
            }
        }
    }
}
