import ArgumentParser
import FoundationEssentials

/// The day on which a command that changes something acts, where nothing real can come of it.
struct ClockOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Act as of a day (12:00Z) or instant; only against endpoints on this machine.", valueName: "date"))
    var on: InstantArgument?

    /// The composition root on that day. Throws `DoorError.clockMovedAgainstRealEndpoints`.
    func door(_ common: CommonOptions) throws -> Door {
        let door = try Door(common, on: on?.date)
        if on != nil, !(try door.isLoopback()) { throw DoorError.clockMovedAgainstRealEndpoints }
        return door
    }
}
