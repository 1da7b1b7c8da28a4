import FoundationEssentials
import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Serves one event after the other, until Lambda ends the process.
struct RuntimeLoop: Sendable {
    let api: RuntimeAPI
    let logger: Logger
    /// Answers one event with JSON.
    let serve: @Sendable (Invocation) async throws -> String

    /// Throws `RuntimeError` when Lambda doesn't answer as documented: then the process must end.
    func run() async throws {
        while true {
            let invocation = try await api.next()
            if let trace = invocation.traceID {
                setenv("_X_AMZN_TRACE_ID", trace, 1)
            } else {
                unsetenv("_X_AMZN_TRACE_ID")
            }
            let error: FunctionError
            do {
                let answer = try await serve(invocation)
                guard answer.utf8.count > RuntimeAPI.mostBytes else {
                    try await api.respond(to: invocation, with: answer)
                    continue
                }
                error = FunctionError(
                    .refused,
                    "The answer has \((answer.utf8.count + 1_023) / 1_024) KB, and Lambda returns at most "
                        + "\(RuntimeAPI.mostBytes / 1_024) KB. Use the command line, with the same ledger.")
            } catch let failure as RuntimeError {
                throw failure
            } catch let failure {
                error = failure as? FunctionError ?? FunctionError(failure)
            }
            logger.error("\(error.message)", metadata: ["kind": "\(error.kind.rawValue)"])
            try await api.fail(invocation, with: error)
        }
    }
}
