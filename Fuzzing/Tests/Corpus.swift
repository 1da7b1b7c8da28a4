import Foundation

/// The files of a parser's folder in `Corpora/`, in order.
struct Corpus {
    let files: [(name: String, bytes: [UInt8])]

    init(of parser: FuzzedParser) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Corpora/\(parser.name)").path
        files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
            (name, Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))))
        }
    }
}
