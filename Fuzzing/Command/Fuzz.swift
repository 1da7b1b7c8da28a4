#if canImport(Glibc)
    import Glibc
#endif

/// libFuzzer's own entry, from the compiler's runtime library. https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// The parser that this process fuzzes: libFuzzer's callback takes no context.
nonisolated(unsafe) private var chosen = FuzzedParser.all[0]

/// `fuzz PARSER [libFuzzer's options] FOLDER…`, `fuzz --list`, `fuzz --dictionary PARSER`.
@main
struct Fuzz {
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        if words.first == "--list" { return print(FuzzedParser.all.map(\.name).joined(separator: "\n")) }
        if words.first == "--dictionary", let parser = words.dropFirst().first.flatMap(FuzzedParser.named) {
            return print(parser.words.compactMap(dictionaryLine).joined(separator: "\n"))
        }
        guard let parser = words.first.flatMap(FuzzedParser.named) else {
            complain("usage: fuzz PARSER [libFuzzer's options] FOLDER…, or --list")
            exit(64)
        }
        chosen = parser
        // libFuzzer reads the arguments itself; the first two are ours.
        var count = CommandLine.argc - 1
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
        exit(runDriver(&count, &arguments) { start, length in Fuzz.one(start, length) })
    }

    /// A crash is what libFuzzer keeps an input for; a finding is made one.
    private static func one(_ start: UnsafePointer<UInt8>?, _ length: Int) -> Int32 {
        let bytes = Array(UnsafeBufferPointer(start: start, count: length))
        do { try chosen.check(bytes) } catch {
            complain("FINDING in \(chosen.name): \(error)")
            abort()
        }
        return 0
    }

    private static func complain(_ text: String) {
        let bytes = Array("\(text)\n".utf8)
        _ = write(2, bytes, bytes.count)
    }

    /// libFuzzer's words have at most 64 bytes. https://llvm.org/docs/LibFuzzer.html#dictionaries
    private static func dictionaryLine(_ word: String) -> String? {
        guard (1...64).contains(word.utf8.count) else { return nil }
        let escaped = word.utf8.map { byte in
            switch byte {
            case 0x22, 0x5C: "\\" + String(UnicodeScalar(byte))
            case 0x20...0x7E: String(UnicodeScalar(byte))
            default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
            }
        }
        return "\"\(escaped.joined())\""
    }
}
