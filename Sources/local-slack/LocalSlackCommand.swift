import ArgumentParser
import FoundationEssentials
import Hummingbird
import LocalSlack
import Logging

@main
struct LocalSlackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "local-slack",
        abstract: "A stand-in for Slack on this machine: methods, limits, errors and a web page.",
        discussion: """
            It keeps everything in memory and listens on 127.0.0.1 only.

            Example: local-slack --port 8081 --token xoxb-local --seed workspace.json
            """)

    @Option(help: "The port to listen on; 0 for any free one.")
    var port = 0

    @Option(help: "A file to write the port to, once it listens.")
    var portFile: String?

    @Option(help: "The one token it accepts.")
    var token: String

    @Option(help: "A JSON file: {team, users: [{id, name, realName, …}], channels: [{id, name, …}]}.")
    var seed: String?

    @Option(help: "A file holding an ISO 8601 instant: the time at which messages are posted.")
    var clockFile: String?

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be between 0 and 65535.") }
        guard !token.isEmpty else { throw ValidationError("--token must not be empty.") }
    }

    func run() async throws {
        var logger = Logger(label: "local-slack")
        logger.logLevel = .warning
        let clock = ContinuousClock()
        let start = clock.now
        let workspace = Workspace(
            seed: try readSeed(), token: token, clockFile: clockFile, now: { Date() },
            uptime: { start.duration(to: clock.now) })
        let portFile = portFile
        let server = LocalSlackServer.application(workspace, port: port, logger: logger) { port in
            print("The local Slack listens on http://127.0.0.1:\(port)/")
            guard let portFile else { return }
            do {
                try Data("\(port)\n".utf8).write(to: URL(filePath: portFile), options: .atomic)
            } catch {
                print("The port file \(portFile) can't be written: \(error)")
            }
        }
        try await server.runService()
    }

    private func readSeed() throws -> Seed {
        guard let seed else { return .empty }
        do {
            return try JSONDecoder().decode(Seed.self, from: Data(contentsOf: URL(filePath: seed)))
        } catch {
            throw ValidationError("The seed \(seed) can't be read: \(error)")
        }
    }
}
