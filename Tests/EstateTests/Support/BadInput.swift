import Foundation
import LocalSlack
import Testing

/// One row: what is put in, how `relevo` is started, and all that the person then reads.
struct BadInput: Sendable, CustomTestStringConvertible {
    /// How the program is started.
    enum Start: Sendable {
        case plainly
        /// As a user who owns nothing, for root may write whatever permissions say.
        case asNobody
        /// With the folder `small` on a disk of its own, of so many kilobytes, which is full when so many are left.
        case onADisk(kilobytes: Int, left: Int)
    }

    /// What must be true of the ledger afterwards.
    enum Ledger: Sendable {
        /// It is as it was.
        case untouched
        /// Every event is still there, the chains are whole, and the run may have added to them.
        case kept
        /// The bytes of this file, which is no ledger, are as they were; nil if there is no file.
        case file(String)
        /// The row says nothing about it.
        case none
    }

    let testDescription: String
    let command: [String]
    var environment: [String: String] = [:]
    var start = Start.plainly
    /// Puts the bad thing where a good one was: into the folder, or before AWS or Slack.
    let put: @Sendable (Estate) async throws -> Void
    let status: Int32
    /// Its whole standard error; see ``Estate/shown(_:)`` for what stands for what differs.
    let says: String
    /// Parts of its standard output; nothing at all is printed when there are none.
    var prints: [String] = []
    var ledger = Ledger.untouched

    func run(_ estate: Estate) async throws -> Ended {
        let (program, before): (String, [String]) =
            switch start {
            case .plainly: (Programs.relevo, [])
            case .asNobody:
                ("/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", Programs.relevo])
            case .onADisk(let size, let left): ("/bin/sh", ["-c", Self.smallDisk(size, left), Programs.relevo])
            }
        return try await ChildProcess(
            program, before + command, environment: estate.environment.merging(environment) { $1 },
            in: estate.folder, name: "relevo"
        ).ended()
    }

    /// A disk in a mount namespace of its own, gone with the shell; the ledger is copied there and back.
    private static func smallDisk(_ kilobytes: Int, _ left: Int) -> String {
        """
        exec unshare -m sh -c 'mount -t tmpfs -o size=\(kilobytes)k none small && cp relevo.db small/ &&
          free=$(df -k --output=avail small | tail -n 1) &&
          head -c $(( (free - \(left)) * 1024 )) /dev/zero > small/filler || exit 99
          "$0" "$@"; status=$?
          cp small/relevo.db* . && exit $status' "$0" "$@"
        """
    }
}
