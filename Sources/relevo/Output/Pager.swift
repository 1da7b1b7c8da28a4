import KeyPolicy

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The program that shows output which is longer than the terminal: `RELEVO_PAGER`, else `PAGER`, else `less -FRX`.
struct Pager: Sendable {
    /// A shell's command.
    let command: String

    /// Nil if the environment asks for none (an empty variable, or `cat`), and in a terminal that can't move its cursor.
    init?(environment: [String: String]) {
        guard environment["TERM"] != "dumb" else { return nil }
        guard let chosen = environment["RELEVO_PAGER"] ?? environment["PAGER"] else {
            // A machine without less shows the text all the same.
            command = "command -v less >/dev/null 2>&1 || exec cat; exec less -FRX"
            return
        }
        guard !["", "cat"].contains(chosen.trimmedSpaces) else { return nil }
        command = chosen
    }

    /// Whether the text has more lines than the terminal.
    static func isLong(_ text: String, rows: Int) -> Bool { text.utf8.count { $0 == 0x0A } >= rows }

    /// Shows the text and waits until the person has closed it.
    ///
    /// - Returns: false if it is short or the pager can't be started; the caller prints the text then.
    func show(_ text: String, rows: Int = TerminalSize.rows()) -> Bool {
        guard Self.isLong(text, rows: rows) else { return false }
        // As git does: colours and short texts look the same in a `PAGER=less` without options.
        setenv("LESS", "FRX", 0)
        fflush(nil)
        guard let pipe = popen(command, "w") else { return false }
        // The person may close the pager before it has read everything, and Control-C belongs to the pager.
        let former = (signal(SIGPIPE, SIG_IGN), signal(SIGINT, SIG_IGN))
        defer {
            _ = signal(SIGPIPE, former.0)
            _ = signal(SIGINT, former.1)
        }
        fputs(text, pipe)
        let status = pclose(pipe)
        // 126 and 127: the shell could not start it.
        return ![126, 127].contains(status >> 8 & 0xFF)
    }
}

/// The size of a terminal in cells.
enum TerminalSize {
    /// Nil where the descriptor is no terminal or one that doesn't tell.
    static func columns(_ descriptor: Int32) -> Int? {
        size(descriptor).flatMap { $0.ws_col > 20 ? Int($0.ws_col) : nil }
    }

    /// Of standard output; 24 where it is unknown.
    static func rows() -> Int {
        size(STDOUT_FILENO).flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil } ?? 24
    }

    private static func size(_ descriptor: Int32) -> winsize? {
        var size = winsize()
        return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
    }
}
