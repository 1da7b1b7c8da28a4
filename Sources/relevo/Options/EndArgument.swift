import ArgumentParser
import FoundationEssentials
import KeyPolicy

/// When something is over: a day, which is over at its end, or an ISO 8601 instant.
///
/// The command line is read before the configuration, which knows in whose zone a day ends.
struct EndArgument: ExpressibleByArgument {
    private let text: String

    init?(argument: String) {
        guard InstantText.end(argument, in: .utc) != nil else { return nil }
        text = argument
    }

    /// The first instant at which it is over.
    func end(in zone: Zone) -> Date { InstantText.end(text, in: zone) ?? .distantPast }

    /// The last instant that still belongs to it: the day's last second, or the instant itself.
    func last(in zone: Zone) -> Date {
        CivilDate(text) == nil ? end(in: zone) : end(in: zone).addingTimeInterval(-1)
    }
}
