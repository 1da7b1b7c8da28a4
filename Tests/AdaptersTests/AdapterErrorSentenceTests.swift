import Testing

@testable import Adapters

/// What a person reads of every kind of failure; a new case doesn't compile without its sentence.
struct AdapterErrorSentenceTests {
    static let every: [AdapterError] = [
        .malformed(what: "an account id", text: "12"), .readOnlyAccount("111111111111"),
        .pathTooLong("arn:aws:iam::111111111111:user/*/ana"),
        .organizationMissing("Organizations ListAccounts (hub) was refused.", isForeign: true),
        .organizationMissing("Organizations ListAccounts (hub) got no answer.", isForeign: false),
    ]

    private static func sentence(_ error: AdapterError) -> String {
        switch error {
        case .malformed:
            "AWS answered with an account id that isn't valid: \"12\". The response may not come from AWS: "
                + "check "
                + "AWS_ENDPOINT_URL and HTTPS_PROXY."
        case .readOnlyAccount:
            "Account 111111111111 is read with Relevo's own credentials (accounts.own: direct), which never change a "
                + "key. Set `accounts.own: role` to let the enforce role do it."
        case .pathTooLong:
            "The path of \"arn:aws:iam::111111111111:user/*/ana\" contains too many `*`, `?` and `$` to fit into a "
                + "session policy when escaped. Relevo can't limit a session to this user, so it does nothing. Give "
                + "the user another path (aws iam update-user --new-path), or exempt it."
        case .organizationMissing(_, isForeign: false):
            "The organization's accounts could not be listed: Organizations ListAccounts (hub) got no answer."
        case .organizationMissing(_, isForeign: true):
            "The organization's accounts could not be listed: Organizations ListAccounts (hub) was refused. List them "
                + "under `accounts.list` instead, or run with the management account's or a delegated administrator's "
                + "credentials."
        }
    }

    @Test(arguments: every)
    func `says what failed, on what, and what to do`(_ error: AdapterError) {
        #expect("\(error)" == Self.sentence(error))
    }

    static let tables: [CommaSeparatedValuesError] = [.tooLarge, .notText(line: 3), .strayText(line: 4), .openQuote]

    /// The end of a sentence about the report.
    private static func clause(_ error: CommaSeparatedValuesError) -> String {
        switch error {
        case .tooLarge: "it is larger than 32 MB"
        case .notText: "line 3 is not UTF-8"
        case .strayText: "line 4 has text after a closing quote"
        case .openQuote: "a quote is never closed"
        }
    }

    @Test(arguments: tables)
    func `a table that can't be read says where`(_ error: CommaSeparatedValuesError) {
        #expect("\(error)" == Self.clause(error))
    }
}
