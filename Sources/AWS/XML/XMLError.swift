/// Why bytes are not the XML an AWS service sends. Offsets are in bytes; the text itself is never repeated.
enum XMLError: Error, Equatable, CustomStringConvertible {
    case tooLarge(limit: Int)
    case tooDeep(limit: Int)
    case tooManyElements(limit: Int)
    case notUTF8
    case doctype
    case malformed(String, offset: Int)
    case unexpectedRoot
    case missing(element: String)
    case unreadable(element: String)

    var description: String {
        switch self {
        case .tooLarge(let limit): "is XML larger than \(limit) bytes"
        case .tooDeep(let limit): "is XML nested deeper than \(limit) elements"
        case .tooManyElements(let limit): "is XML of more than \(limit) elements"
        case .notUTF8: "is not UTF-8"
        case .doctype: "is XML with a document type, which no AWS service sends"
        case .malformed(let what, let offset): "is not well-formed XML (\(what) at byte \(offset))"
        case .unexpectedRoot: "is not the document this operation is documented to send"
        case .missing(let element): "lacks \(element)"
        case .unreadable(let element): "has a \(element) that cannot be read"
        }
    }
}
