package import KeyPolicy
import Settings

/// The time zones that this machine knows, from its zone files.
package struct SystemZones {
    private let directory: String

    /// - Parameter environment: `TZDIR` names another directory than `/usr/share/zoneinfo`, as for the C library.
    package init(environment: [String: String]) {
        let named = environment["TZDIR"] ?? ""
        directory = named.isEmpty ? "/usr/share/zoneinfo" : named
    }

    /// The zone of that IANA name; nil if there is none, or its file can't be used.
    package func zone(named name: String) -> Zone? {
        // A machine without zone files still knows what UTC is.
        if ["UTC", "Etc/UTC"].contains(name) { return .utc }
        guard Self.isName(name),
            let bytes = try? BoundedFile(path: "\(directory)/\(name)", maxBytes: ZoneFile.maxBytes).read()
        else { return nil }
        return try? ZoneFile.zone(named: name, bytes: bytes)
    }

    /// Names contain no dots, so that no name leads outside the directory.
    /// https://data.iana.org/time-zones/theory.html#naming
    private static func isName(_ text: String) -> Bool {
        let steps = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.utf8.count <= 64
            && steps.allSatisfy { step in
                step.first?.isLetter ?? false
                    && step.utf8.allSatisfy { byte in
                        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                            || "_+-".utf8.contains(byte)
                    }
            }
    }
}
