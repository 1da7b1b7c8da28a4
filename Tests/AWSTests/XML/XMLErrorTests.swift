import Testing

@testable import AWS

/// The end of a sentence that begins with "the answer"; a new case doesn't compile without one.
struct XMLErrorTests {
    static let every: [XMLError] = [
        .tooLarge(limit: 16_777_216), .tooDeep(limit: 64), .tooManyElements(limit: 9), .notUTF8, .doctype,
        .malformed("no element", offset: 7), .unexpectedRoot, .missing(element: "GetUserResult/User"),
        .unreadable(element: "member/CreateDate"),
    ]

    private static func clause(_ error: XMLError) -> String {
        switch error {
        case .tooLarge: "is XML larger than 16777216 bytes"
        case .tooDeep: "is XML nested deeper than 64 elements"
        case .tooManyElements: "is XML of more than 9 elements"
        case .notUTF8: "is not UTF-8"
        case .doctype: "is XML with a document type, which no AWS service sends"
        case .malformed: "is not well-formed XML (no element at byte 7)"
        case .unexpectedRoot: "is not the document this operation is documented to send"
        case .missing: "lacks GetUserResult/User"
        case .unreadable: "has a member/CreateDate that cannot be read"
        }
    }

    @Test(arguments: every)
    func `says what is wrong with the answer`(_ error: XMLError) {
        #expect("\(error)" == Self.clause(error))
    }
}
