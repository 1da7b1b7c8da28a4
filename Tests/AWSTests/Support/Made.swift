import FoundationEssentials
import Logging

@testable import AWS

/// Values every test needs, all made up.
enum Made {
    static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    static let token = "FwoGZXIvYXdzEJr//////////wEaDHk+/=e2Vn+ZmFrZQ=="

    static func credentials(token: String? = Made.token, expiration: Date? = nil) throws -> AWSCredentials {
        try AWSCredentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: secret, sessionToken: token, expiration: expiration)
    }

    /// Settings on a manual clock, with every delay at half its ceiling.
    static func settings(
        _ clock: ManualClock = ManualClock(), environment: [String: String] = [:], random: Double = 0.5
    ) throws -> AWSTransport.Settings {
        var settings = AWSTransport.Settings(endpoints: try AWSEndpoints(environment: environment))
        settings.now = { clock.now }
        settings.sleep = { try await clock.sleep($0) }
        settings.random = { random }
        return settings
    }

    static func transport(
        _ sender: any HTTPSender, _ settings: AWSTransport.Settings? = nil, scope: String = "222222222222"
    ) throws -> AWSTransport {
        AWSTransport(
            sender: sender, settings: try settings ?? Made.settings(),
            credentials: StaticCredentials(try credentials()), scope: scope)
    }
}
