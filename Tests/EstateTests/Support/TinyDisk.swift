import Foundation
import Testing

/// A disk of a few hundred kilobytes that only one child process sees, with the ledger on it.
struct TinyDisk {
    let path: String
    private let folder: Folder

    init(in folder: Folder) {
        self.folder = folder
        path = folder.file("disk")
    }

    /// Mounting needs root; a namespace of its own keeps the mount from everybody else, and ends it with the process.
    static let canBeMounted: Bool = {
        guard geteuid() == 0 else { return false }
        let probe = Process()
        probe.executableURL = URL(filePath: "/bin/sh")
        probe.arguments = ["-c", "exec unshare -m mount -t tmpfs -o size=64k none /mnt"]
        probe.standardError = FileHandle.nullDevice
        guard (try? probe.run()) != nil else { return false }
        probe.waitUntilExit()
        return probe.terminationStatus == 0
    }()

    /// Runs `relevo` with the ledger on a disk that has so much room left, and takes what it wrote back from there.
    func relevo(_ arguments: [String], freeKilobytes: Int, of estate: Estate) async throws -> Ended {
        try await back(try start(arguments, freeKilobytes: freeKilobytes, of: estate))
    }

    /// The same on a disk that has room until it is filled up at a moment of the run's.
    func relevo(
        _ arguments: [String], of estate: Estate, fullAsSoonAs moment: String, _ isSo: () async throws -> Bool
    ) async throws -> Ended {
        let child = try start(arguments, freeKilobytes: nil, of: estate)
        try await wait(for: moment) {
            guard child.isRunning else { return true }
            return try await isSo()
        }
        try folder.write("", to: "fill")
        return try await back(child)
    }

    private func start(_ arguments: [String], freeKilobytes: Int?, of estate: Estate) throws -> ChildProcess {
        let script = """
            rm -rf kept fill && cp -r disk kept && mount -t tmpfs -o size=32m none disk && cp kept/* disk/ || exit 90
            left=$(df -k --output=avail disk | tail -n 1)
            if [ -n "$1" ]; then head -c $((left - $1))k /dev/zero > disk/filler || exit 91
            else (while ! [ -e fill ]; do sleep 0.05; done; cat /dev/zero > disk/filler) 2> /dev/null & fi
            shift
            "$@"
            status=$?
            touch fill; while ! [ -e disk/filler ]; do sleep 0.05; done; wait; rm disk/filler
            rm -rf back && mkdir -p back && cp disk/relevo.db* back/ || exit 92
            exit $status
            """
        return try ChildProcess(
            "/bin/sh",
            [
                "-c", "exec unshare -m /bin/sh -c \"$0\" sh \"$@\"", script, freeKilobytes.map(String.init) ?? "",
                Programs.relevo,
            ]
                + arguments,
            environment: estate.environment, in: folder, name: "full")
    }

    private func back(_ child: ChildProcess) async throws -> Ended {
        let ended = try await child.ended()
        // The disk is gone with the process; what was on it lies beside.
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.file("back")) {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
            try FileManager.default.moveItem(atPath: folder.file("back/\(name)"), toPath: "\(path)/\(name)")
        }
        return ended
    }
}
