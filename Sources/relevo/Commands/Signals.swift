import FoundationEssentials
import KeyWatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// SIGINT and SIGTERM: the first one asks the work to end at the next point where it can, a second one ends the process at
/// once, as a kill would; the ledger goes on from either.
enum Signals {
    /// The first signal that came; 0 while none has.
    private static let first = Atomic<Int32>(0)

    /// From now on. Until then a signal ends the process, as nothing was begun.
    static func watch() {
        _ = first.load(ordering: .relaxed)
        for number in [SIGINT, SIGTERM] { _ = signal(number, received) }
    }

    static let endRequest = EndRequest(
        isMade: { first.load(ordering: .relaxed) != 0 },
        made: {
            while first.load(ordering: .relaxed) == 0 { try await Task.sleep(for: .milliseconds(200)) }
        })

    /// What a command ends with that was asked to end: 130 or 143.
    static var exitStatus: Int32 { 128 + max(first.load(ordering: .relaxed), SIGINT) }

    /// Only what a signal handler may do: an atomic, a write, an exit.
    private static let received: @convention(c) (Int32) -> Void = { number in
        guard Signals.first.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged else {
            _exit(128 + number)
        }
        let text: StaticString = "\nrelevo: ending as soon as that is safe; the same again ends it at once.\n"
        text.withUTF8Buffer { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
