import Logging

/// The door's logger: to standard error, quiet unless asked.
enum StandardErrorLogger {
    static func logger(verbose: Bool) -> Logger {
        var logger = Logger(label: "relevo") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = verbose ? .debug : .error
        return logger
    }
}
