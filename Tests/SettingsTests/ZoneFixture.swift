import FoundationEssentials

/// Small zone files, compiled by `zic` from rules that hold today:
///
///     Rule US 2007 max - Mar Sun>=8 2:00 1:00 D
///     Rule US 2007 max - Nov Sun>=1 2:00 0 S
///     Rule EU 1996 max - Mar lastSun 1:00u 1:00 S
///     Rule EU 1996 max - Oct lastSun 1:00u 0 -
///     Zone America/New_York -4:56:02 - LMT 2000
///      -5:00 US E%sT
///     Zone America/Lima -5:08:12 - LMT 1908 Jul 28
///      -5:00 - -05
///     Zone Europe/London -0:01:15 - LMT 1990
///      0:00 EU GMT/BST
///     Zone Asia/Kathmandu 5:41:16 - LMT 1920
///      5:30 - +0530 1986
///      5:45 - +0545
enum ZoneFixture {
    static let lima = bytes(
        "VFppZjIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAEAAAAAAAAAVFppZjIAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAABAAAAAgAAAAj/////jHRAvAH//7fEAAD//7mwAARMTVQALTA1AAo8LTA1PjUK")
    static let newYork = bytes(
        "VFppZjIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAEAAAAAAAAAVFppZjIAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAACAAAAAwAAAAwAAAAAOG2I4gAAAABF86jwAgH//7qeAAD//8fAAQT//7mwAAhMTVQARURUAEVTVAAKRVNUNUVE",
        "VCxNMy4yLjAsTTExLjEuMAo=")
    static let london = bytes(
        "VFppZjIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAEAAAAAAAAAVFppZjIAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAACAAAAAwAAAAwAAAAAJZ6dywAAAAAxXdkQAgH///+1AAAAAA4QAQQAAAAAAAhMTVQAQlNUAEdNVAAKR01UMEJT",
        "VCxNMy41LjAvMSxNMTAuNS4wCg==")
    static let kathmandu = bytes(
        "VFppZjIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAEAAAAAAAAAVFppZjIAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAACAAAAAwAAABD/////ofJ9hAAAAAAeGDCoAQIAAE/8AAAAAE1YAAQAAFDcAApMTVQAKzA1MzAAKzA1NDUACjwr",
        "MDU0NT4tNTo0NQo=")
    /// With a 32-bit block, as older systems keep it.
    static let fatLima = bytes(
        "VFppZjIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACAAAAAgAAAAiMdEC8f////wEB//+3xAAA//+5sAAETE1UAC0wNQBU",
        "WmlmMgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIAAAACAAAACP////+MdEC8AAAAAH////8BAf//t8QAAP//ubAABExN",
        "VAAtMDUACjwtMDU+NQo=")

    private static func bytes(_ base64: String...) -> [UInt8] {
        Data(base64Encoded: base64.joined()).map(Array.init) ?? []
    }
}
