import AWS
import AsyncHTTPClient
import FoundationEssentials
import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The program that Lambda starts: `bootstrap` of a function with the runtime `provided.al2023`.
@main
struct LambdaFunction {
    static func main() async {
        let environment = ProcessInfo.processInfo.environment
        var logger = Logger(label: "relevo") { _ in JSONLogHandler() }
        if environment["RELEVO_LOG"] == "debug" { logger.logLevel = .debug }
        do {
            guard let address = environment["AWS_LAMBDA_RUNTIME_API"] else { throw RuntimeError.noAddress }
            // Never through a proxy: Lambda listens on this machine.
            let http = HTTPClient(configuration: AsyncHTTPSender.clientConfiguration(readTimeout: .seconds(86_400)))
            let api = RuntimeAPI(address: address, http: http)
            let places = FunctionPlaces(environment: environment)
            do { if places.parameter == nil { _ = try places.configurationInZip() } } catch {
                try await api.failInit(with: error as? FunctionError ?? FunctionError(error))
                throw error
            }
            let function = Function(
                sessions: FunctionSessions(places, logger: logger),
                metrics: MetricsLog(isOn: environment["RELEVO_METRICS"] == "on"), logger: logger)
            try await RuntimeLoop(api: api, logger: logger) { try await function.serve($0) }.run()
        } catch {
            logger.critical("\(error)")
            exit(1)
        }
    }
}
