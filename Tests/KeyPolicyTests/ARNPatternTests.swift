import KeyPolicy
import Testing

struct ARNPatternTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let pattern: String
        let text: String
        let matches: Bool
        var testDescription: String { "\(pattern) on \(text)" }
    }

    private static let anna = "arn:aws:iam::111111111111:user/break-glass/anna"

    @Test(arguments: [
        Case(pattern: anna, text: anna, matches: true),
        Case(pattern: "arn:aws:iam::*:user/break-glass/*", text: anna, matches: true),
        Case(pattern: "arn:aws:iam::*:user/break-glass/?nna", text: anna, matches: true),
        Case(pattern: "arn:aws:iam::*:user/break-glass/?", text: anna, matches: false),
        Case(pattern: "arn:aws:iam::222222222222:user/*", text: anna, matches: false),
        Case(pattern: "arn:aws:iam::*:user/break-glass", text: anna, matches: false),
        Case(pattern: "ARN:AWS:IAM::*:user/*", text: anna, matches: false),
        Case(pattern: "*", text: "", matches: true), Case(pattern: "", text: "", matches: true),
        Case(pattern: "", text: "a", matches: false), Case(pattern: "?", text: "", matches: false),
        Case(pattern: "**a**", text: "bab", matches: true), Case(pattern: "a*b*c", text: "abcbc", matches: true),
        Case(pattern: "a*b*c", text: "abcb", matches: false), Case(pattern: "é?", text: "é😀", matches: true),
        Case(pattern: "[a]", text: "a", matches: false),
        Case(pattern: "${*}", text: "*", matches: true), Case(pattern: "${*}", text: "a", matches: false),
        Case(pattern: "a${?}*", text: "a?bc", matches: true), Case(pattern: "a${?}", text: "ab", matches: false),
        Case(pattern: "${$}{*}", text: "${abc}", matches: true), Case(pattern: "${a}", text: "${a}", matches: true),
        Case(pattern: "${*", text: "${abc", matches: true), Case(pattern: "${", text: "${", matches: true),
        Case(pattern: "$*", text: "$", matches: true),
    ])
    func `stars and question marks and nothing else are special`(row: Case) {
        #expect(ARNPattern(row.pattern).matches(row.text) == row.matches)
    }

    @Test(arguments: ["a*b", "a?b", "a$b", "${*}", "$${{*}", anna])
    func `the pattern of exactly one ARN matches that one`(arn: String) {
        #expect(ARNPattern(exactly: arn).matches(arn))
        #expect(!ARNPattern(exactly: arn).matches(arn + "x"))
        #expect(!ARNPattern(exactly: arn).matches(arn.replacing("*", with: "xx").replacing("?", with: "y") + "x"))
    }

    @Test func `a star in a path is no star in the pattern of exactly one ARN`() {
        #expect(!ARNPattern(exactly: "arn:aws:iam::111111111111:user/*/ana").matches(Self.anna))
    }

    @Test func `a pattern made to be slow is answered at once`() {
        let pattern = ARNPattern(String(repeating: "*a", count: 60) + "*b")
        let start = ContinuousClock.now
        #expect(!pattern.matches(String(repeating: "a", count: 2_000)))
        #expect(ContinuousClock.now - start < .seconds(5))
    }
}
