/// The form body of a Query call, in the order given.
struct QueryParameters: Sendable {
    private var pairs: [(name: String, value: String)]

    init(action: String, version: String) { pairs = [("Action", action), ("Version", version)] }

    mutating func add(_ name: String, _ value: String) { pairs.append((name, value)) }

    mutating func add(_ name: String, _ value: Int) { add(name, String(value)) }

    /// Leaves the parameter out when there is no value.
    mutating func add(_ name: String, ifPresent value: String?) {
        if let value { add(name, value) }
    }

    /// A list, as `Name.member.1=…`.
    mutating func add(_ name: String, members: [String]) {
        for (index, value) in members.enumerated() { add("\(name).member.\(index + 1)", value) }
    }

    var body: [UInt8] {
        let encoded = pairs.map { "\(PercentEncoding.form($0.name))=\(PercentEncoding.form($0.value))" }
        return Array(encoded.joined(separator: "&").utf8)
    }
}
