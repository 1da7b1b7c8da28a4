import ArgumentParser

/// How data is written to standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
}

/// How `scan` writes it.
enum ScanFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case csv
}
