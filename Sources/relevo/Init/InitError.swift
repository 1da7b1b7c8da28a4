/// Why `relevo init` wrote nothing.
enum InitError: Error, Hashable, CustomStringConvertible {
    case missing([String])
    case invalid(flag: String, text: String, wanted: String)
    case exists([String])
    case cannotWrite(path: String, why: String)

    var description: String {
        switch self {
        case .missing(let flags):
            "\(flags.joined(separator: " and ")) \(flags.count == 1 ? "is" : "are") missing, and nobody can be asked here. "
                + "Give \(flags.count == 1 ? "it" : "them"), or start `relevo init` on a terminal."
        case .invalid(let flag, let text, let wanted): "\(flag) must be \(wanted), but is “\(text.prefix(80))”."
        case .exists(let paths):
            "Nothing was written: \(paths.joined(separator: ", ")) \(paths.count == 1 ? "is" : "are") there already. "
                + "Choose another --folder, or overwrite with --force."
        case .cannotWrite(let path, let why):
            "\(path) can't be written: \(why). Choose another --folder, or make this one writable."
        }
    }

    var status: Int32 {
        switch self {
        case .missing, .invalid, .exists: 64
        case .cannotWrite: 1
        }
    }
}
