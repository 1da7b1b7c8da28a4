import Testing

@testable import AWS

struct AWSProfilesTests {
    private func load(
        _ environment: [String: String] = [:], config: String = "", credentials: String = ""
    ) throws -> AWSProfiles {
        let files = ["/h/.aws/config": config, "/h/.aws/credentials": credentials]
        return try AWSProfiles.load(environment: environment.merging(["HOME": "/h"]) { own, _ in own }) { path in
            files[path].flatMap { $0.isEmpty ? nil : Array($0.utf8) }
        }
    }

    private static let keys = ["AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s"]

    @Test func `files and profile are named by the environment`() throws {
        let asked = Recorder<String>()
        let profiles = try AWSProfiles.load(
            environment: [
                "AWS_CONFIG_FILE": "~/c", "AWS_SHARED_CREDENTIALS_FILE": "$XDG/s", "XDG": "/x", "AWS_PROFILE": "p",
                "HOME": "/h",
            ]
        ) { path in
            asked.record(path)
            return nil
        }
        #expect(asked.values == ["/h/c", "/x/s"])
        #expect(profiles.selectedName == "p" && profiles.selected == nil)
    }

    @Test func `an empty variable hides neither a profile nor a file`() throws {
        let asked = Recorder<String>()
        let environment = [
            "AWS_CONFIG_FILE": "", "AWS_SHARED_CREDENTIALS_FILE": " ", "AWS_PROFILE": "", "AWS_DEFAULT_PROFILE": "p",
            "HOME": "/h",
        ]
        let profiles = try AWSProfiles.load(environment: environment) { path in
            asked.record(path)
            return nil
        }
        #expect(asked.values == ["/h/.aws/config", "/h/.aws/credentials"])
        #expect(profiles.selectedName == "p")
    }

    @Test func `without HOME the files are in the home from the password database`() throws {
        let asked = Recorder<String>()
        let environment = ["AWS_SHARED_CREDENTIALS_FILE": "~ana/s"]
        let paths = UserPaths(environment) { $0 == nil ? "/srv" : "/home/\($0 ?? "")" }
        _ = try AWSProfiles.load(environment: environment, paths: paths) { path in
            asked.record(path)
            return nil
        }
        #expect(asked.values == ["/srv/.aws/config", "/home/ana/s"])
    }

    @Test func `without a home there are no files`() throws {
        let profiles = try AWSProfiles.load(environment: [:], paths: UserPaths([:]) { _ in nil }) { _ in
            Issue.record("a file was asked for")
            return nil
        }
        #expect(profiles.selectedName == "default")
    }

    @Test func `a file that cannot be read is an error that names it`() {
        struct Denied: Error {}
        let error = #expect(throws: AWSError.self) {
            try AWSProfiles.load(environment: ["HOME": "/h"]) { _ in throw Denied() }
        }
        #expect(error?.description == "/h/.aws/config cannot be read; check its owner and permissions.")
    }

    @Test func `with complete credentials in the environment no file is needed`() throws {
        struct Denied: Error {}
        let environment = Self.keys.merging(["HOME": "/h"]) { $1 }
        let profiles = try AWSProfiles.load(environment: environment) { _ in throw Denied() }
        #expect(profiles.selected == nil)
        #expect(
            try load(Self.keys, config: "[default]\nregion = r", credentials: "[default]\nx").selected?["region"] == "r"
        )
        // But a fault in a section with endpoints is an error.
        #expect(throws: AWSError.self) { try load(Self.keys, config: "[default]\nuse_fips_endpoint") }
        #expect(throws: AWSError.self) { try load(["AWS_ACCESS_KEY_ID": "AKIA"], credentials: "[default]\nx") }
    }

    @Test func `in the config file, only the default section needs no word profile`() throws {
        let profiles = try load(config: "[default]\na = 1\n[other]\na = 2\n[profile third]\na = 3")
        #expect(profiles.selected?["a"] == "1")
        #expect(try profiles.profile(named: "other") == nil)
        #expect(try profiles.profile(named: "third")?["a"] == "3")
    }

    @Test func `a profile merges both files, and the credentials file wins`() throws {
        let profile = try #require(
            try load(config: "[default]\na = 1\nb = 2\nc =", credentials: "[default]\nb = 3\na =\nc =").selected)
        #expect(profile["a"] == "1" && profile["b"] == "3" && profile["c"] == nil && profile["d"] == nil)
        #expect(profile.isEmpty("c") && !profile.isEmpty("a") && !profile.isEmpty("d"))
        #expect(profile.value(of: "b", in: .config) == "2" && profile.value(of: "a", in: .credentials) == nil)
    }

    @Test func `a fault is an error only for those who need the profile`() throws {
        let text = "[profile p]\nregion = r\n[profile q]\nhunter2\n"
        let profiles = try load(["AWS_PROFILE": "p"], config: text)
        #expect(profiles.selected?["region"] == "r")
        for error in [
            #expect(throws: AWSError.self) { try load(["AWS_PROFILE": "q"], config: text) },
            #expect(throws: AWSError.self) { try profiles.profile(named: "q") },
        ] {
            #expect(
                error?.description == "/h/.aws/config, line 4: neither a section, nor name = value, nor a comment.")
        }
    }

    @Test func `the error of a missing profile names faults that may hide it`() throws {
        let profiles = try load(
            ["AWS_PROFILE": "pq"], config: "[profile p q]\na = 1", credentials: "[p\u{200D}q]\na = 1")
        #expect(
            profiles.missing("pq").description
                == "There is no profile pq in /h/.aws/config or /h/.aws/credentials; check AWS_PROFILE and source_profile. "
                + "/h/.aws/config, line 1: a section whose name is not one word; put quotes around a name with "
                + "spaces. /h/.aws/credentials, line 1: the character U+200D, which is not visible; remove it."
        )
    }

    /// It may be the header of the profile, with an unreadable name.
    @Test(arguments: ["region = r", "\u{FEFF}# x", "[]\nrole_arn = arn:x", "[profile p\nrole_arn = arn:x"])
    func `a fault outside of any section is an error for everyone`(_ config: String) {
        #expect(throws: AWSError.self) {
            try load(["AWS_PROFILE": "p"], config: config, credentials: "[p]\naws_access_key_id = A")
        }
    }

    @Test(arguments: AWSProfile.single.sorted())
    func `a setting with a single value has nothing below it`(_ setting: String) throws {
        let text = "[profile p]\nother = x\n\(setting) =\n  region = r"
        let error = #expect(throws: AWSError.self) { try load(["AWS_PROFILE": "p"], config: text) }
        #expect(
            error?.description
                == "/h/.aws/config, line 4: settings indented below \(setting), which has no value; write its value "
                + "after the equals sign.")
    }

    @Test func `a profile shows its name only`() throws {
        let profiles = try load(credentials: "[default]\naws_secret_access_key = \(Made.secret)")
        var dumped = "\(profiles) \(String(reflecting: profiles))"
        dump(profiles, to: &dumped)
        dump(try #require(profiles.selected), to: &dumped)
        #expect(!dumped.contains(Made.secret))
    }
}

/// The sentence for each fault of a shared file; a new case doesn't compile without one.
struct SharedFileErrorTests {
    static let every: [SharedFileError] = [
        .unreadable, .tooLarge(limit: 1_048_576), .malformed("a setting that occurs twice", line: 3),
    ]

    private static func sentence(_ error: SharedFileError) -> String {
        switch error {
        case .tooLarge:
            "/home/.aws/config is larger than 1048576 bytes and can't be an AWS configuration file."
        case .unreadable: "/home/.aws/config cannot be read; check its owner and permissions."
        case .malformed: "/home/.aws/config, line 3: a setting that occurs twice."
        }
    }

    @Test(arguments: every)
    func `names the file and the line`(_ error: SharedFileError) {
        #expect(error.sentence(file: "/home/.aws/config") == Self.sentence(error))
    }
}
