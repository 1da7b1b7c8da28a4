import NIOHTTP1

@testable import AWS

extension ScriptedSender.Step {
    static func ok(_ fixture: String) throws -> Self {
        .answer(WireAnswer(status: 200, body: try Fixture.bytes(fixture)))
    }

    static func text(_ status: Int, _ body: String = "", headers: HTTPHeaders = [:]) -> Self {
        .answer(WireAnswer(status: status, headers: headers, body: Array(body.utf8)))
    }

    /// An error as the Query protocol has it.
    static func refused(_ status: Int, _ code: String, _ message: String = "", headers: HTTPHeaders = [:]) -> Self {
        text(
            status,
            "<ErrorResponse><Error><Code>\(code)</Code><Message>\(message)</Message></Error>"
                + "<RequestId>r-1</RequestId></ErrorResponse>", headers: headers)
    }
}
