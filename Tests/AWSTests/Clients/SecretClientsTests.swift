import NIOHTTP1
import Testing

@testable import AWS

struct SecretClientsTests {
    private let ssm = ScriptedSender.Step.text(
        200, "{\"Parameter\": {\"Name\": \"/relevo/slack\", \"Type\": \"SecureString\", \"Value\": \"xoxb-1\"}}")

    @Test func `a parameter is requested with decryption`() async throws {
        let sender = ScriptedSender([ssm])
        let value = try await SSMClient(try Made.transport(sender)).getParameter("/relevo/slack")
        #expect(value.exposed == "xoxb-1")
        let request = try #require(sender.requests.first)
        #expect(request.url == "https://ssm.us-east-1.amazonaws.com/")
        #expect(request.headers["X-Amz-Target"] == ["AmazonSSM.GetParameter"])
        #expect(request.headers["Content-Type"] == ["application/x-amz-json-1.1"])
        #expect(sender.bodies == ["{\"Name\":\"/relevo/slack\",\"WithDecryption\":true}"])
    }

    @Test func `a secret is requested by name or ARN`() async throws {
        let sender = ScriptedSender([.text(200, "{\"Name\": \"slack\", \"SecretString\": \"xoxb-2\"}")])
        let value = try await SecretsManagerClient(try Made.transport(sender)).getSecretValue("slack")
        #expect(value.exposed == "xoxb-2")
        let request = try #require(sender.requests.first)
        #expect(request.url == "https://secretsmanager.us-east-1.amazonaws.com/")
        #expect(request.headers["X-Amz-Target"] == ["secretsmanager.GetSecretValue"])
        #expect(sender.bodies == ["{\"SecretId\":\"slack\"}"])
    }

    @Test func `a secret value is never printed`() {
        let value = SecretText("xoxb-3")
        var dumped = ""
        dump([value], to: &dumped)
        #expect(!"\(value)\(String(reflecting: value))\(dumped)".contains("xoxb"))
    }

    @Test func `a missing or binary value is reported without the response`() async throws {
        let missing = ScriptedSender([.text(400, "{\"__type\": \"ParameterNotFound\", \"message\": \"\"}")])
        let error = await #expect(throws: AWSError.self) {
            try await SSMClient(try Made.transport(missing)).getParameter("/gone")
        }
        #expect(
            error?.description
                == "SSM GetParameter (222222222222) was refused with ParameterNotFound (HTTP 400).")
        let bytes = ScriptedSender([.text(200, "{\"SecretBinary\": \"eG94Yg==\"}")])
        let other = await #expect(throws: AWSError.self) {
            try await SecretsManagerClient(try Made.transport(bytes)).getSecretValue("slack")
        }
        #expect(other?.description == "The secret slack is binary; store it as text.")
        let garbage = ScriptedSender([.text(200, "{\"Parameter\": \"xoxb-4\"}")])
        let third = await #expect(throws: AWSError.self) {
            try await SSMClient(try Made.transport(garbage)).getParameter("/x")
        }
        #expect(third?.kind == .malformedResponse && third?.description.contains("xoxb") == false)
    }
}
