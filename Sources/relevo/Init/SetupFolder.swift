import FoundationEssentials

/// The folder that `relevo init` writes into.
struct SetupFolder {
    let path: String

    /// Writes all files, or none if one of them is there already and may not be replaced.
    func write(_ files: [Setup.File], overwriting: Bool) throws(InitError) {
        let manager = FileManager.default
        let present = files.map(place(of:)).filter { manager.fileExists(atPath: $0) }
        guard overwriting || present.isEmpty else { throw .exists(present) }
        for file in files {
            let place = place(of: file)
            do {
                try manager.createDirectory(atPath: folder(of: place), withIntermediateDirectories: true)
                try Data(file.text.utf8).write(to: URL(filePath: place), options: .atomic)
            } catch {
                throw .cannotWrite(path: place, why: "check that its folder is one, and writable")
            }
        }
    }

    private func place(of file: Setup.File) -> String {
        path.hasSuffix("/") ? path + file.path : "\(path)/\(file.path)"
    }

    private func folder(of place: String) -> String {
        place.lastIndex(of: "/").map { $0 == place.startIndex ? "/" : String(place[..<$0]) } ?? "."
    }
}
