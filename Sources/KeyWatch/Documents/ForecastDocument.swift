import FoundationEssentials

/// The days ahead as JSON: a plan per day on which anything happens.
package struct ForecastDocument: Encodable {
    private let schemaVersion = 1
    private let from: String
    private let until: String
    private let days: [PlanDocument]

    /// - Parameter plans: one per day, in order.
    package init(_ plans: [Plan]) {
        from = plans.first?.at.isoInstant ?? ""
        until = plans.last?.at.isoInstant ?? ""
        days = plans.filter { $0.isBusy }.map(PlanDocument.init)
    }

    package func json(pretty: Bool) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
