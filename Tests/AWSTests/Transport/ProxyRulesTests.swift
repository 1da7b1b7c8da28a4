import Testing

@testable import AWS

struct ProxyRulesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let environment: [String: String]
        let url: (scheme: String, host: String, port: Int)
        let proxy: String?

        init(
            _ name: String, _ environment: [String: String], _ host: String, _ proxy: String?, scheme: String = "https",
            port: Int = 443
        ) {
            testDescription = name
            self.environment = environment
            url = (scheme, host, port)
            self.proxy = proxy
        }
    }

    private static let both = ["HTTPS_PROXY": "http://secure:1", "HTTP_PROXY": "http://plain:2"]

    private static func except(_ list: String) -> [String: String] { both.merging(["NO_PROXY": list]) { $1 } }

    static let cases = [
        Case("none", [:], "iam.amazonaws.com", nil),
        Case("by scheme", both, "iam.amazonaws.com", "secure:1"),
        Case("the other scheme", both, "example.com", "plain:2", scheme: "http", port: 80),
        Case("only the other scheme", ["HTTP_PROXY": "http://plain:2"], "iam.amazonaws.com", nil),
        Case("lower case wins", both.merging(["https_proxy": "http://lower:3"]) { $1 }, "a.com", "lower:3"),
        Case("without a scheme", ["HTTPS_PROXY": "proxy:8080"], "a.com", "proxy:8080"),
        Case("the standard port", ["HTTPS_PROXY": "http://proxy"], "a.com", "proxy:80"),
        Case("empty is unset", ["HTTPS_PROXY": " "], "a.com", nil),
        Case("IPv6", ["HTTPS_PROXY": "http://[fd00::1]:8080"], "a.com", "fd00::1:8080"),
        // Exceptions.
        Case("the host", except("slack.com, a.com"), "a.com", nil),
        Case("below the host", except("amazonaws.com"), "iam.amazonaws.com", nil),
        Case("below the host, with a dot", except(".amazonaws.com"), "iam.amazonaws.com", nil),
        Case("the host itself, with a dot", except(".a.com"), "a.com", nil),
        Case("with a star", except("*.amazonaws.com"), "iam.amazonaws.com", nil),
        Case("not within a word", except("aws.com"), "iam.amazonaws.com", "secure:1"),
        Case("everything", except("*"), "iam.amazonaws.com", nil),
        Case("in any case", except("AMAZONAWS.com"), "iam.amazonaws.com", nil),
        Case("the port", except("a.com:443"), "a.com", nil),
        Case("another port", except("a.com:8443"), "a.com", "secure:1"),
        Case("a range", except("10.0.0.0/8"), "10.20.30.40", nil),
        Case("beyond the range", except("10.0.0.0/8"), "11.0.0.1", "secure:1"),
        Case("a range isn't for names", except("0.0.0.0/0"), "a.com", "secure:1"),
        Case("an IPv6 address", except("[fd00::5]"), "fd00::5", nil),
        // Never with a proxy.
        Case("this machine", both, "localhost", nil, scheme: "http", port: 5_000),
        Case("loopback", both, "127.0.0.1", nil, scheme: "http", port: 5_000),
        Case("the instance", both, "169.254.169.254", nil, scheme: "http", port: 80),
        Case("the instance by IPv6", both, "fd00:ec2::254", nil, scheme: "http", port: 80),
        Case("the container", both, "169.254.170.2", nil, scheme: "http", port: 80),
        Case("looks like this machine", both, "127.0.0.1.example.com", "plain:2", scheme: "http", port: 80),
    ]

    @Test(arguments: cases)
    func `chooses the proxy`(_ row: Case) throws {
        let proxy = try ProxyRules(environment: row.environment)
            .proxy(scheme: row.url.scheme, host: row.url.host, port: row.url.port)
        #expect(proxy.map { "\($0.host):\($0.port)" } == row.proxy)
    }

    @Test(arguments: ["https://proxy:1", "socks5://proxy:1", "http://", "http://a b"])
    func `refuses an unusable proxy by name`(_ text: String) {
        let error = #expect(throws: AWSError.self) { try ProxyRules(environment: ["https_proxy": text]) }
        #expect(error?.description.hasPrefix("https_proxy ") == true)
    }

    @Test func `a login is used and never shown`() throws {
        let proxy = try ProxyAddress("http://me:p%40ss@proxy:8080", variable: "HTTPS_PROXY")
        #expect(proxy.login == "me:p@ss")
        var dumped = ""
        dump(proxy, to: &dumped)
        #expect(!"\(proxy)\(dumped)".contains("p@ss"))
    }
}
