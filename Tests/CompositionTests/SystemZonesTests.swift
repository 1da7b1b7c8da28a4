import FoundationEssentials
import KeyPolicy
import Settings
import Testing

@testable import Composition

struct SystemZonesTests {
    @Test func `UTC needs no zone files`() {
        let zones = SystemZones(environment: ["TZDIR": "/nowhere"])
        #expect(zones.zone(named: "UTC") == .utc)
        #expect(zones.zone(named: "Etc/UTC") == .utc)
        #expect(zones.zone(named: "America/Lima") == nil)
    }

    @Test func `a zone is read from the directory that TZDIR names`() throws {
        try TemporaryDirectory.with { directory in
            try directory.write(Self.lima, to: "America/Lima")
            let zones = SystemZones(environment: ["TZDIR": directory.path])
            let zone = try #require(zones.zone(named: "America/Lima"))
            #expect(zone.standing(at: Date(timeIntervalSince1970: 1_796_083_200)).offset == -18_000)
        }
    }

    @Test(arguments: [
        "../Lima", "/etc/passwd", "America/../America/Lima", "America//Lima", "", "America/", "zone.tab", "a\0b",
    ])
    func `no name leads out of the directory`(_ name: String) throws {
        try TemporaryDirectory.with { directory in
            try directory.write(Self.lima, to: "America/Lima")
            try directory.write(Self.lima, to: "Lima")
            try directory.write(Self.lima, to: "zone.tab")
            #expect(SystemZones(environment: ["TZDIR": directory.path + "/America"]).zone(named: name) == nil)
            #expect(SystemZones(environment: ["TZDIR": directory.path]).zone(named: name) == nil)
        }
    }

    @Test func `a directory and a damaged file are no zones`() throws {
        try TemporaryDirectory.with { directory in
            try directory.write(Self.lima, to: "America/Lima")
            try directory.write(Array("nothing".utf8), to: "America/Bogota")
            let zones = SystemZones(environment: ["TZDIR": directory.path])
            #expect(zones.zone(named: "America") == nil)
            #expect(zones.zone(named: "America/Bogota") == nil)
        }
    }

    /// Five hours behind UTC, compiled by `zic`.
    private static let lima =
        Data(
            base64Encoded:
                "VFppZjIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAEAAAAAAAAAVFppZjIAAAAAAAAAAAAAAAAAAAAAAAAA"
                + "AAAAAAAAAAAAAAABAAAAAgAAAAj/////jHRAvAH//7fEAAD//7mwAARMTVQALTA1AAo8LTA1PjUK"
        ).map(Array.init) ?? []
}
