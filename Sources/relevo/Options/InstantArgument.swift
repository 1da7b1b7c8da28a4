import ArgumentParser
import FoundationEssentials
import KeyPolicy
import Settings

/// A day (12:00Z) or an ISO 8601 instant.
struct InstantArgument: ExpressibleByArgument {
    let date: Date

    init?(argument: String) {
        if let day = CivilDate(argument) {
            date = Date(timeIntervalSince1970: Double(day.daysSince1970) * Days.seconds + 43_200)
        } else if let instant = InstantText.read(argument) {
            date = instant
        } else {
            return nil
        }
    }
}
