import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Reads the credential report by its column names and ignores unknown columns.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
struct CredentialReportTable {
    private let columns: [String: Int]
    private let rows: ArraySlice<[String]>

    private static let needed = [
        "user", "arn", "user_creation_time", "password_enabled", "password_last_used", "password_last_changed",
        "mfa_active", "access_key_1_active", "access_key_1_last_rotated", "access_key_1_last_used_date",
        "access_key_1_last_used_region", "access_key_1_last_used_service", "access_key_2_active",
        "access_key_2_last_rotated", "access_key_2_last_used_date", "access_key_2_last_used_region",
        "access_key_2_last_used_service",
    ]

    init(_ content: [UInt8]) throws(ReportProblem) {
        let table: [[String]]
        do throws(CommaSeparatedValuesError) {
            table = try CommaSeparatedValues(content).rows
        } catch {
            throw .unreadable("\(error)")
        }
        guard let header = table.first else { throw .unreadable("it is empty") }
        var columns: [String: Int] = [:]
        for (index, name) in header.enumerated() {
            guard columns.updateValue(index, forKey: name) == nil else {
                throw .unreadable("the column \(ShownValue.quoted(name)) occurs twice")
            }
        }
        if let missing = Self.needed.first(where: { columns[$0] == nil }) {
            throw .unreadable("it has no column \(missing)")
        }
        var rows: [[String]] = []
        for (number, row) in table.enumerated() {
            guard let whole = Self.rejoined(row, columns: header.count) else {
                throw .unreadable("line \(number + 1) has \(row.count) columns and the header \(header.count)")
            }
            rows.append(whole)
        }
        self.columns = columns
        self.rows = rows.dropFirst()
        // Every report has the root user; one without it is cut off or isn't a report.
        guard value("user", self.rows.first ?? []) == "<root_account>" else { throw .unreadable("it has no root row") }
    }

    /// User names may contain commas, and whether the report quotes them is not documented. An unquoted comma occurs in
    /// the name and again in the ARN, which ends with that name.
    private static func rejoined(_ row: [String], columns: Int) -> [String]? {
        let extra = row.count - columns
        guard extra != 0 else { return row }
        guard extra > 0, extra.isMultiple(of: 2) else { return nil }
        let commas = extra / 2
        let name = row[0...commas].joined(separator: ",")
        let arn = row[(commas + 1)...(2 * commas + 1)].joined(separator: ",")
        guard arn.hasPrefix("arn:"), arn.hasSuffix("/\(name)") else { return nil }
        return [name, arn] + row[(2 * commas + 2)...]
    }

    func report(generatedAt: Date) throws(ReportProblem) -> CredentialReport {
        var users: [CredentialReport.Row] = []
        for row in rows where value("user", row) != "<root_account>" { users.append(try user(row)) }
        return CredentialReport(generatedAt: generatedAt, rows: users)
    }

    private func user(_ row: [String]) throws(ReportProblem) -> CredentialReport.Row {
        guard let createdAt = try date("user_creation_time", row) else {
            throw .unreadable("a user has no creation time")
        }
        let slots = [try slot(1, row), try slot(2, row)]
        let extra = columns["additional_credentials_info"].map { row[$0] } ?? ""
        let hasMore = !extra.isEmpty && extra != "N/A"
        let keyColumns = [
            "access_key_1_active", "access_key_1_last_rotated", "access_key_2_active", "access_key_2_last_rotated",
        ]
        return CredentialReport.Row(
            arn: value("arn", row), userCreatedAt: createdAt, slots: slots, hasMore: hasMore,
            password: PasswordState(
                enabled: flag("password_enabled", row), lastChanged: try date("password_last_changed", row),
                lastUsed: try date("password_last_used", row)), mfa: flag("mfa_active", row),
            fingerprint: (keyColumns.map { value($0, row) } + [extra]).joined(separator: "|"))
    }

    private func slot(_ number: Int, _ row: [String]) throws(ReportProblem) -> CredentialReport.Slot {
        let stem = "access_key_\(number)"
        let usedAt = "\(stem)_last_used_date"
        let use: LastUse
        if let date = try date(usedAt, row) {
            use = .used(
                at: date, service: known("\(stem)_last_used_service", row),
                region: known("\(stem)_last_used_region", row)
            )
        } else if value(usedAt, row) == "N/A" {
            use = .never
        } else {
            use = .unknown("the credential report says \(ShownValue.quoted(value(usedAt, row)))")
        }
        return CredentialReport.Slot(
            rotatedAt: try date("\(stem)_last_rotated", row), isActive: flag("\(stem)_active", row) ?? false,
            lastUse: use)
    }

    private func value(_ column: String, _ row: [String]) -> String {
        guard let index = columns[column], index < row.count else { return "" }
        return row[index]
    }

    /// Nil for the values that mean "none".
    private func known(_ column: String, _ row: [String]) -> String? {
        let text = value(column, row)
        return ["", "N/A", "no_information", "not_supported"].contains(text) ? nil : text
    }

    /// AWS documents uppercase letters and writes lowercase ones.
    private func flag(_ column: String, _ row: [String]) -> Bool? {
        switch value(column, row).lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    private func date(_ column: String, _ row: [String]) throws(ReportProblem) -> Date? {
        guard let text = known(column, row) else { return nil }
        // Reports have both forms of UTC, `Z` and `+00:00`. Foundation's own parser accepts years of any length.
        guard let date = InstantText.read(Self.withoutFraction(text)) else {
            throw .unreadable("\(column) says \(ShownValue.quoted(text)), which isn't a date")
        }
        return date
    }

    /// Drops fractions of a second, in case IAM ever writes them: dates are compared in whole seconds.
    private static func withoutFraction(_ text: String) -> String {
        guard let dot = text.firstIndex(of: ".") else { return text }
        let rest = text[dot...].dropFirst()
        let zone = rest.drop { ("0"..."9").contains($0) }
        return zone.count < rest.count ? String(text[..<dot] + zone) : text
    }
}
