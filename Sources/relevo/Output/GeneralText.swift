import FoundationEssentials
import KeyPolicy

/// A text about one account as it holds for every account: without its number and the id of the request.
struct GeneralText {
    private let account: AccountID

    init(_ account: AccountID) { self.account = account }

    func text(_ text: String) -> String {
        var general = text.split(separator: account.rawValue, omittingEmptySubsequences: false)
            .joined(separator: "ACCOUNT")
        while let start = general.firstRange(of: ", request "),
            let end = general[start.upperBound...].firstIndex(of: ")")
        {
            general.removeSubrange(start.lowerBound..<end)
        }
        return general
    }
}
