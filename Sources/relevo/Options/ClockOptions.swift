import ArgumentParser
import Composition
import FoundationEssentials

/// The day on which a command that changes something acts, where nothing real can come of it.
struct ClockOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Act as of a day (12:00Z) or instant; only against endpoints on this machine.", valueName: "date"))
    var on: InstantArgument?

    /// The composition root on that day. Throws `AppContextError.clockMovedAgainstRealEndpoints`.
    func context(_ common: CommonOptions) throws -> AppContext {
        let context = try AppContext(common, on: on?.date)
        if on != nil, !(try context.factory.isLoopback()) { throw AppContextError.clockMovedAgainstRealEndpoints }
        return context
    }
}
