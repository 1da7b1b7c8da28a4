import Testing

@testable import AWS

struct AWSProfilesTests {
    @Test func `files and profile are named by the environment`() throws {
        let asked = Recorder<String>()
        let profiles = try AWSProfiles.load(
            environment: [
                "AWS_CONFIG_FILE": "~/c", "AWS_SHARED_CREDENTIALS_FILE": "/s", "AWS_PROFILE": "p", "HOME": "/h",
            ]
        ) { path in
            asked.record(path)
            return nil
        }
        #expect(asked.values == ["/h/c", "/s"])
        #expect(profiles.selectedName == "p" && profiles.selected == nil)
    }

    @Test func `without a home there are no files`() throws {
        let profiles = try AWSProfiles.load(environment: [:]) { _ in
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
        #expect(error?.description == "/h/.aws/config cannot be read; check its owner and mode.")
    }

    @Test func `sections without the word profile count in the config file for the default one only`() throws {
        let config = try SharedFile(Array("[default]\na = 1\n[other]\na = 2\n[profile third]\na = 3".utf8))
        let profiles = AWSProfiles(config: config, credentials: SharedFile(), selectedName: "default")
        #expect(profiles.selected?["a"] == "1")
        #expect(profiles.profile(named: "other") == nil)
        #expect(profiles.profile(named: "third")?["a"] == "3")
    }

    @Test func `a profile shows its name only`() throws {
        let file = try SharedFile(Array("[default]\naws_secret_access_key = \(Made.secret)".utf8))
        let profiles = AWSProfiles(config: SharedFile(), credentials: file, selectedName: "default")
        var dumped = "\(profiles) \(String(reflecting: profiles))"
        dump(profiles, to: &dumped)
        dump(try #require(profiles.selected), to: &dumped)
        #expect(!dumped.contains(Made.secret))
    }
}
