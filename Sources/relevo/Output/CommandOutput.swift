import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A command's data: printed at once, or collected for a file or a pager.
final class CommandOutput: Sendable {
    private enum Place: Sendable {
        case standardOutput
        case file(OutputFile)
        case pager(Pager)
    }

    private let place: Place
    private let collected = Mutex("")

    /// Whether the data goes to a terminal, directly or through a pager.
    let isTerminal: Bool

    /// To standard output, without a pager.
    init() {
        place = .standardOutput
        isTerminal = isatty(STDOUT_FILENO) == 1
    }

    /// - Parameters:
    ///   - options: `--output` and `--no-pager`.
    ///   - pages: whether the command may show long output in a pager.
    /// - Throws: ``OutputError``, before any work is done, if nothing can be written to the file.
    init(_ options: GeneralOptions, pages: Bool, environment: [String: String]) throws(OutputError) {
        if let path = options.output, path != "-" {
            place = .file(try OutputFile(path))
            isTerminal = false
            return
        }
        isTerminal = isatty(STDOUT_FILENO) == 1
        // A pager waits for keys, so it also needs a terminal to read from.
        let mayPage = pages && isTerminal && isatty(STDIN_FILENO) == 1 && !options.noPager
        place = mayPage ? Pager(environment: environment).map(Place.pager) ?? .standardOutput : .standardOutput
    }

    func print(_ text: String) {
        if case .standardOutput = place { return Swift.print(text) }
        collected.withLock { $0 += text + "\n" }
    }

    /// Runs `body`, then writes what was collected. After an error only what is for the terminal is shown.
    func closing<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            let value = try await body()
            try close(.done)
            return value
        } catch let error as OutputError {
            throw error
        } catch {
            try close(.failed)
            throw error
        }
    }

    private enum Ending { case done, failed }

    private func close(_ ending: Ending) throws(OutputError) {
        let text = collected.withLock { text in
            defer { text = "" }
            return text
        }
        switch (place, ending) {
        case (.file(let file), .done):
            do {
                try file.write(text)
            } catch {
                // What a command did can't be printed a second time.
                Swift.print(text, terminator: "")
                throw error
            }
        case (.pager(let pager), .done) where pager.show(text): break
        case (.pager, _): Swift.print(text, terminator: "")
        case (.file, .failed), (.standardOutput, _): break
        }
    }
}

/// Why a command's output is not where it should be.
enum OutputError: Error, Hashable, CustomStringConvertible {
    case isFolder(String)
    case noFolder(String)
    case cannotWrite(path: String, why: String)

    var description: String {
        switch self {
        case .isFolder(let path): "--output names a file, but \(path) is a folder."
        case .noFolder(let path): "The folder of \(path) doesn't exist. Create it, or choose another --output."
        case .cannotWrite(let path, let why):
            "\(path) can't be written: \(why). Choose another --output, or make its folder writable."
        }
    }

    var status: Int32 {
        switch self {
        case .isFolder, .noFolder: 64
        case .cannotWrite: 1
        }
    }
}
