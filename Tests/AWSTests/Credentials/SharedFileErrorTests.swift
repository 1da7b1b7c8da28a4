import Testing

@testable import AWS

/// What a person reads of a file of profiles that can't be read; a new case doesn't compile without its sentence.
struct SharedFileErrorTests {
    static let every: [SharedFileError] = [
        .unreadable, .tooLarge(limit: 1_048_576), .malformed("a setting that occurs twice", line: 3),
    ]

    private static func sentence(_ error: SharedFileError) -> String {
        switch error {
        case .tooLarge:
            "/home/.aws/config is larger than 1048576 bytes, so it is no AWS configuration file."
        case .unreadable: "/home/.aws/config cannot be read; check its owner and mode."
        case .malformed: "/home/.aws/config, line 3: a setting that occurs twice."
        }
    }

    @Test(arguments: every)
    func `names the file and the line`(_ error: SharedFileError) {
        #expect(error.sentence(file: "/home/.aws/config") == Self.sentence(error))
    }
}
