package import FoundationEssentials

extension Date {
    /// ISO 8601 in UTC, whole seconds: `2026-03-12T12:00:00Z`.
    package var isoInstant: String { formatted(.iso8601) }
}
