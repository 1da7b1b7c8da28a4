/// Makes homes with AWS files by rule: depth, quoting, line ends, comments, empty settings, order, and faults elsewhere.
struct AWSFilesRules {
    private var random: CaseRandom
    private var made = AWSFilesCase()
    private var config: [AWSFileSection] = []
    private var credentials: [AWSFileSection] = []

    init(seed: UInt64) { random = CaseRandom(seed) }

    mutating func next() -> AWSFilesCase {
        made = AWSFilesCase()
        config = []
        credentials = []
        let name = random.pick(["p", "p q", "p  q", "it's", "a\"b", "#1", "p\\", "ü", "p=q", "x:y", "default"])
        describe(name)
        ask(for: name)
        surround()
        render()
        return made
    }

    // MARK: - What the profile is

    private mutating func describe(_ name: String) {
        var settings: [AWSFileSetting] = []
        switch random.pick(["credentials", "config", "role", "self", "chain", "process", "sso", "both", "partial"]) {
        case "credentials": credentials.append(section(name, keys("AKIAONE")))
        case "config": settings += keys("AKIATWO")
        case "role":
            let source = random.pick(["base", "base one"])
            settings += role("hub", source)
            if random.once(in: 2) {
                credentials.append(section(source, keys("AKIABASE")))
            } else {
                config.append(section(source, keys("AKIABASE")))
            }
        case "self":
            settings += role("hub", name)
            credentials.append(section(name, keys("AKIASELF")))
        case "chain":
            settings += role("last", "middle one")
            config.append(section("middle one", role("first", "base")))
            config.append(section("base", keys("AKIABASE")))
        case "process":
            let line = random.pick([
                "/opt/creds --item #42 --vault 'team 7'", "sh -c \"true ; /opt/creds\"", "/opt/my\\ creds \"a\\\"b\"",
                "/opt/creds\n--account dev", "/opt/creds --a=b --c:d", "/opt/creds 'a\n\n# b'",
            ])
            settings.append(.init("credential_process", line))
        case "sso":
            let session = random.pick(["corp", "our corp", "c:d"])
            settings += [
                .init("sso_session", session), .init("sso_account_id", "111111111111"),
                .init("sso_role_name", "Read Only"),
            ]
            config.append(
                AWSFileSection(
                    kind: "sso-session", name: session,
                    settings: [
                        .init("sso_region", "eu-west-1"), .init("sso_start_url", "https://corp.awsapps.com/start#/"),
                        .init("sso_registration_scopes", ""),
                    ]))
        case "both":
            settings += keys("AKIATWO")
            credentials.append(section(name, keys("AKIAONE")))
        default:
            settings.append(.init("aws_session_token", "ELSEWHERE"))
            credentials.append(section(name, keys("AKIAONE")))
        }
        settings.append(
            .init("region", random.pick(["eu-west-1", "us-gov-west-1", "fips-us-gov-west-1", "cn-north-1", ""])))
        if random.once(in: 3) { services(&settings) }
        if random.once(in: 4) { settings.append(.init("endpoint_url", "http://127.0.0.1:4003")) }
        if random.once(in: 3) {
            settings.append(.init("ca_bundle", random.pick(["~/ca.pem", "/etc/a b.pem", "/a#b ;c"])))
        }
        config.append(section(name, settings))
    }

    private mutating func services(_ settings: inout [AWSFileSetting]) {
        let name = random.pick(["local", "local one", "l'o"])
        settings.append(.init("services", name))
        let below = [
            AWSFileSetting("sts", nested: [("endpoint_url", "http://127.0.0.1:4001")]),
            AWSFileSetting("iam", nested: [("endpoint_url", "http://127.0.0.1:4002"), ("other", "a=b")]),
            AWSFileSetting("s3", nested: [("endpoint_url", "http://127.0.0.1:4004")]),
        ]
        config.append(AWSFileSection(kind: "services", name: name, settings: below))
        made.traits.append("services")
    }

    private mutating func keys(_ id: String) -> [AWSFileSetting] {
        var settings = [
            AWSFileSetting("aws_access_key_id", id), AWSFileSetting("aws_secret_access_key", "s/e+c=r:e#t;"),
        ]
        switch random.pick([0, 0, 1, 2, 3]) {
        case 1: settings.append(.init("aws_session_token", "TOKEN=="))
        case 2: settings.append(.init("aws_security_token", "OLDER"))
        case 3:
            settings += [.init("aws_session_token", "TOKEN=="), .init("aws_security_token", "OLDER")]
        default: break
        }
        return settings
    }

    private mutating func role(_ role: String, _ source: String) -> [AWSFileSetting] {
        var settings = [
            AWSFileSetting("role_arn", "arn:aws:iam::111111111111:role/\(role)"),
            AWSFileSetting("source_profile", source),
        ]
        if random.once(in: 2) { settings.append(.init("external_id", random.pick(["id-1", "a #b", "a ;b", "a=b:c"]))) }
        if random.once(in: 3) { settings.append(.init("role_session_name", "me@example.com")) }
        if random.once(in: 4) { settings.append(.init("duration_seconds", "900")) }
        return settings
    }

    private func section(_ name: String, _ settings: [AWSFileSetting]) -> AWSFileSection {
        AWSFileSection(kind: "profile", name: name, settings: settings)
    }

    // MARK: - How it is asked for

    private mutating func ask(for name: String) {
        made.environment = ["AWS_EC2_METADATA_DISABLED": "true", "PATH": "/usr/bin:/bin", "AWS_SESSION_TOKEN": ""]
        if name != "default" || random.once(in: 2) {
            made.environment[random.pick(["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])] = name
        }
        if random.once(in: 8) {
            made.traits.append("keys in the environment")
            made.environment["AWS_ACCESS_KEY_ID"] = "AKIAENVIRONMENT"
            made.environment["AWS_SECRET_ACCESS_KEY"] = "s"
            made.environment["AWS_SECURITY_TOKEN"] = random.pick(["", "OLDER"])
            made.environment["AWS_SESSION_TOKEN"] = random.pick(["", "TOKEN"])
        }
        if random.once(in: 8) { made.environment["AWS_DEFAULT_REGION"] = "ap-south-1" }
        if random.once(in: 8) { made.environment["AWS_ENDPOINT_URL"] = random.pick(["", "http://127.0.0.1:4009"]) }
        if random.once(in: 8) { made.environment["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:4008" }
        if random.once(in: 12) {
            made.environment["AWS_CONFIG_FILE"] = random.pick(["~/.aws/config", "$HOME/.aws/config"])
        }
        if random.once(in: 16) { made.environment["AWS_CONFIG_FILE"] = random.pick(["/dev/null", "~/.aws", "~/gone"]) }
    }

    // MARK: - What stands around it

    private mutating func surround() {
        let hasKeys = made.environment["AWS_ACCESS_KEY_ID"] != nil
        let hasEndpoint = made.environment["AWS_ENDPOINT_URL"]?.isEmpty == false
        for index in config.indices {
            config[index].isPlain = hasKeys || hasEndpoint && config[index].kind == "services"
        }
        for index in credentials.indices { credentials[index].isPlain = hasKeys }
        for index in config.indices { config[index] = decorated(config[index], ["", "json", "json # c"]) }
        for index in credentials.indices { credentials[index] = decorated(credentials[index], ["json"]) }
        if random.once(in: 10) {
            config.append(
                AWSFileSection(
                    kind: "DEFAULT", name: "", settings: [.init("output", "json"), .init("region", "us-west-2")]))
        }
        if random.once(in: 30), !config[0].isPlain { config.append(config[0]) }
        let other = AWSFileSection(kind: "profile", name: "another", settings: keys("AKIAOTHER"), isPlain: true)
        if random.once(in: 3) { config.append(other) }
        if random.once(in: 3) { credentials.append(other) }
        if random.once(in: 6) {
            config.append(AWSFileSection(kind: "preview", name: "", settings: [.init("a", "b")], isPlain: true))
        }
        config.shuffle(using: &random)
        credentials.shuffle(using: &random)
    }

    /// Settings that nobody reads: empty ones, some over several lines, some with others below them.
    ///
    /// - Parameter outputs: an empty one in the credentials file would hide the other file's from botocore.
    private mutating func decorated(_ plain: AWSFileSection, _ outputs: [String]) -> AWSFileSection {
        guard plain.kind != "services", !plain.isPlain else { return plain }
        var section = plain
        if random.once(in: 2) { section.settings.append(.init("cli_pager", "")) }
        if random.once(in: 3) { section.settings.append(.init("output", random.pick(outputs))) }
        if random.once(in: 3) {
            section.settings.append(.init("description", random.pick(["one\ntwo", "a\n\nb", "x: y = z"])))
        }
        if random.once(in: 4) { section.settings.append(.init("s3", nested: [("a", "b"), ("region", "c")])) }
        if random.once(in: 40), let first = section.settings.first { section.settings.append(first) }
        section.settings.shuffle(using: &random)
        return section
    }

    // MARK: - As text

    private mutating func render() {
        var text = AWSFileText(random: random)
        let isFaulty = made.environment["AWS_ACCESS_KEY_ID"] == nil && text.random.once(in: 2)
        let isMarked = made.environment["AWS_ACCESS_KEY_ID"] == nil && text.random.once(in: 60)
        for isConfig in [true, false] {
            let whole = text.render(isConfig ? config : credentials, isConfig: isConfig, hasMark: isMarked)
            var damaged = whole
            if isFaulty, !whole.isEmpty {
                let fault = text.random.pick(AWSFileText.faults)
                damaged = whole + [0x0A] + Array("[\(isConfig ? "profile " : "")foreign".utf8) + fault
                made.traits.append("a fault elsewhere")
            }
            if isConfig {
                (made.config, made.wholeConfig) = (damaged, whole)
            } else {
                (made.credentials, made.wholeCredentials) = (damaged, whole)
            }
        }
        random = text.random
    }
}
