import KeyPolicy
import Testing

@testable import Adapters

struct UserAgentTests {
    /// A user agent, and the tool that people read.
    static let rows: [(agent: String?, tool: KeyCall.Tool?)] = [
        (
            "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) terraform-provider-aws/5.60.0 "
                + "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux api/ec2#1.173.0",
            .known("Terraform 1.9")
        ),
        ("APN/1.0 HashiCorp/1.0 Terraform/1.15.0-alpha20260204 (+https://www.terraform.io)", .known("Terraform 1.15")),
        ("APN/1.0 OpenTofu/1.0 OpenTofu/1.8.1 (+https://opentofu.org)", .known("OpenTofu 1.8")),
        ("APN/1.0 Pulumi/1.0 PulumiAWS/6.50 aws-sdk-go-v2/1.30.3", .known("Pulumi")),
        ("APN/1.0 HashiCorp/1.0 packer-plugin-amazon/1.3 Packer/1.11.2", .known("Packer 1.11")),
        ("Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux lang/python#3.11", .known("boto3 1.34")),
        ("Boto3/1.26.1 Python/3.8.10 Linux/5.4 Botocore/1.29.1", .known("boto3 1.26")),
        ("Botocore/1.29.1 Python/3.8.10", .known("botocore 1.29")),
        ("aws-cli/2.15.30 md/awscrt#0.19.19 command/ec2.describe-instances Botocore/2", .known("aws-cli 2.15")),
        ("[aws-cli/1.18.69 Python/3.8.10]", .known("aws-cli 1.18")),
        ("aws-vault/7.2.0 aws-sdk-go-v2/1.17.7", .vault), ("aws-sdk-go-v2/1.41.1 app/aws-vault", .vault),
        ("aws-sdk-go-v2/1.41.1 ua/2.1 os/macos lang/go#1.25.7", .known("aws-sdk-go-v2 1.41")),
        ("aws-sdk-go/1.44.122 (go1.19; linux; amd64)", .known("aws-sdk-go 1.44")),
        ("aws-sdk-java/2.25.1 Linux/5.10 OpenJDK", .known("aws-sdk-java 2.25")),
        ("aws-sdk-js/3.540.0 ua/2.0 lang/js", .known("aws-sdk-js 3.540")),
        (
            "aws-sdk-nodejs/2.1396.0 linux/v16.16.0 configure-aws-credentials-for-github-actions promise",
            .known("GitHub Actions")
        ),
        ("aws-sdk-dotnet-coreclr/3.7.300.1 .NET_Core/6.0", .known("aws-sdk-dotnet 3.7")),
        ("aws-sdk-ruby3/3.191.0 ua/2.0", .known("aws-sdk-ruby 3.191")),
        ("aws-sdk-rust/1.1.8 api/s3", .known("aws-sdk-rust 1.1")),
        ("rclone/v1.65.2", .known("rclone 1.65")), ("Terraform", .known("Terraform")),
        ("Terraform/x", .known("Terraform")), ("Terraform/123456789.1", .known("Terraform 1")),
        ("console.amazonaws.com", .console), ("signin.amazonaws.com", .console), ("S3Console/0.4", .console),
        ("cloudformation.amazonaws.com", nil), ("", nil), ("  ", nil), (nil, nil), ("<>`*_~&|\u{202E}\n", nil),
        ("internal-tool/3.2 (linux)", .unknown("internal-tool/3.2 (linux)")),
        ("<!channel> *now* `x` <https://evil.example|a>", .unknown("channel now x https//evil.examplea")),
        (String(repeating: "x", count: 5_000), .unknown(String(repeating: "x", count: 40))),
        (String(repeating: "ñ", count: 50) + "z", .unknown("z")),
    ]

    @Test(arguments: rows)
    func `a user agent is made readable`(_ agent: String?, _ tool: KeyCall.Tool?) {
        #expect(UserAgent(agent).tool == tool)
    }

    @Test func `a console session is one whatever the browser is`() {
        #expect(UserAgent("Mozilla/5.0 (X11; Linux x86_64)", isConsole: true).tool == .console)
        #expect(UserAgent("Mozilla/5.0").tool == .unknown("Mozilla/5.0"))
    }
}
