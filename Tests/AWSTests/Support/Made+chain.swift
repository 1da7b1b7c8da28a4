import FoundationEssentials

@testable import AWS

extension Made {
    /// A chain whose files are these, by path; its home is `/home/me`.
    static func chain(
        _ environment: [String: String] = [:], files: [String: String] = [:], config: String = "",
        credentials: String = "", sender: any HTTPSender = ScriptedSender([]), processes: (any ProcessRunner)? = nil,
        settings: AWSTransport.Settings? = nil
    ) throws -> DefaultCredentialsChain {
        var files = files
        if !config.isEmpty { files["/home/me/.aws/config"] = config }
        if !credentials.isEmpty { files["/home/me/.aws/credentials"] = credentials }
        let readFile: FileReader = { [files] path in files[path].map { Array($0.utf8) } }
        let environment = environment.merging(["HOME": "/home/me"]) { own, _ in own }
        return try DefaultCredentialsChain(
            environment: environment, profiles: try AWSProfiles.load(environment: environment, readFile: readFile),
            sender: sender, settings: try settings ?? Made.settings(), sessionName: "relevo-1",
            processes: processes, readFile: readFile)
    }

    /// As the endpoints of containers and instances answer.
    static func document(_ id: String, end: String = "2026-11-24T12:00:00Z") -> String {
        """
        {"Code": "Success", "AccessKeyId": "\(id)", "SecretAccessKey": "\(secret)", "Token": "\(token)",
         "Expiration": "\(end)"}
        """
    }

    static func response(_ status: Int, _ body: String) -> ScriptedServer.Step {
        .bytes("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }
}
