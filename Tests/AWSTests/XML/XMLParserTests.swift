import Testing

@testable import AWS

struct XMLParserTests {
    struct Good: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var xml: String
        var text: String

        init(_ name: String, _ xml: String, _ text: String) {
            testDescription = name
            self.xml = xml
            self.text = text
        }
    }

    static let good = [
        Good("plain", "<a>x</a>", "x"),
        Good("empty", "<a></a>", ""),
        Good("closing itself", "<a/>", ""),
        Good("closing itself, spaced", "<a  />", ""),
        Good("declaration", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>x</a>\n", "x"),
        Good("declaration in single quotes", "<?xml version='1.0' encoding='utf-8'?><a>x</a>", "x"),
        Good("byte order mark", "\u{FEFF}<a>x</a>", "x"),
        Good("attributes", "<a xmlns=\"https://x/\" b='1 > 0 &amp; \"q\"'>x</a >", "x"),
        Good("prefix", "<s:a xmlns:s='u'>x</s:a>", "x"),
        Good("five entities", "<a>&amp;&lt;&gt;&quot;&apos;</a>", "&<>\"'"),
        Good("numeric references", "<a>&#65;&#x42;&#x1F511;&#10;</a>", "AB🔑\n"),
        Good("references and text", "<a>one &amp; two &lt; three</a>", "one & two < three"),
        Good("unicode", "<a>Zoë 王 🔑</a>", "Zoë 王 🔑"),
        Good("line ends", "<a>1\r\n2\r3\n4</a>", "1\n2\n3\n4"),
        Good("CDATA", "<a>x<![CDATA[<b>&amp;]]]]><![CDATA[>]]></a>", "x<b>&amp;]]>"),
        Good("comments", "<!-- a - b --><a>x<!-- y -->z</a><!-- c -->", "xz"),
        Good("white space kept in text", "<a>  x y  </a>", "  x y  "),
        Good("only white space", "<a>  \n </a>", "  \n "),
        Good("brackets that end nothing", "<a>]] ]> ></a>", "]] ]> >"),
    ]

    @Test(arguments: good)
    func `reads the text`(_ row: Good) throws {
        let root = try XMLParser.parse(Array(row.xml.utf8))
        #expect(root == XMLElement(name: "a", text: row.text))
    }

    @Test func `reads a tree and drops the space between elements`() throws {
        let root = try XMLParser.parse(Array("<a>\n <b>1</b>\n <c><d>2</d></c><b>&#32;</b>\n</a>".utf8))
        #expect(root.children.map(\.name) == ["b", "c", "b"])
        #expect(root.text == "")
        #expect(root.text(at: "b") == "1")
        #expect(root["c"]?.text(at: "d") == "2")
        #expect(root.children[2].text == " ")
    }

    @Test func `a name after a prefix must be a valid name`() throws {
        #expect(try XMLParser.parse(Array("<s:1>x</s:1>".utf8)).name == "s:1")
    }

    static let bad = [
        "", " ", "x", "<a>", "</a>", "<a></b>", "<a><b></a></b>", "<a/><b/>", "<a/>x", "x<a/>", "< a/>", "<a", "<a ",
        "<a b></a>", "<a b=1></a>", "<a b='1></a>", "<a b='1' b='2'></a>", "<a b='1'c='2'></a>", "<a b='<'></a>",
        "<a>&nbsp;</a>", "<a>&amp</a>", "<a>&</a>", "<a>&#;</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#x110000;</a>",
        "<a>&#+65;</a>", "<a>&#99999999999999999999;</a>", "<a b='&x;'/>", "<a>\u{1}</a>", "<a>]]></a>", "<a>x<b/></a>",
        "<a><b/>x</a>", "<a><![CDATA[x</a>", "<a><![cdata[x]]></a>", "<a><!-- x</a>", "<!-- a -- b --><a/>",
        "<?php x?><a/>", "<a><?php x?></a>", "<a/><?x?>", "<?xml version='1.0'", "<1a/>", "<-a/>",
        "<a><!ELEMENT a></a>",
        "<html><body>503</html>",
    ]

    @Test(arguments: bad)
    func `refuses what isn't well-formed`(_ xml: String) {
        #expect(throws: XMLError.self) { try XMLParser.parse(Array(xml.utf8)) }
    }

    @Test func `refuses document types`() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"yyyy\"><!ENTITY z \"&x;&x;\">]><a>&z;</a>"
        #expect(throws: XMLError.doctype) { try XMLParser.parse(Array(bomb.utf8)) }
    }

    @Test func `refuses other encodings and broken UTF-8`() {
        let latin = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>"
        #expect(throws: XMLError.notUTF8) { try XMLParser.parse(Array(latin.utf8)) }
        #expect(throws: XMLError.notUTF8) { try XMLParser.parse(Array("<a>".utf8) + [0xFF] + Array("</a>".utf8)) }
    }

    @Test func `refuses what is too deep, too large or has too many elements`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)).utf8)
        }
        _ = try XMLParser.parse(nested(64))
        #expect(throws: XMLError.tooDeep(limit: 64)) { try XMLParser.parse(nested(65)) }
        #expect(throws: XMLError.tooDeep(limit: 64)) { try XMLParser.parse(nested(100_000)) }
        var limits = XMLParser.Limits()
        limits.bytes = 10
        #expect(throws: XMLError.tooLarge(limit: 10)) { try XMLParser.parse(nested(2), limits: limits) }
        limits = XMLParser.Limits()
        limits.elements = 3
        #expect(throws: XMLError.tooManyElements(limit: 3)) { try XMLParser.parse(nested(4), limits: limits) }
    }

    @Test func `an error says where, and repeats nothing of the document`() {
        let error = #expect(throws: XMLError.self) { try XMLParser.parse(Array("<a>hunter2</b>".utf8)) }
        #expect(error?.description == "is not well-formed XML (a closing tag that doesn't match at byte 13)")
    }
}

/// The end of a sentence that begins with "the response"; a new case doesn't compile without one.
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
        case .unexpectedRoot: "is not the document that this operation is documented to return"
        case .missing: "lacks GetUserResult/User"
        case .unreadable: "has a member/CreateDate that cannot be read"
        }
    }

    @Test(arguments: every)
    func `says what is wrong with the response`(_ error: XMLError) {
        #expect("\(error)" == Self.clause(error))
    }
}

struct XMLParserFuzzTests {
    static let fixtures = [
        "iam.ListAccessKeys_1.xml", "iam.GetUser_1.xml", "iam.GetAccountAuthorizationDetails_1.xml",
        "sts.AssumeRole_1.xml", "iam.error_NoSuchEntity.xml",
    ]

    /// Either a tree or an ``XMLError`` is fine; a crash or a hang ends the test process.
    @Test(.timeLimit(.minutes(20)), arguments: fixtures)
    func `damaged documents are parsed or refused`(_ fixture: String) throws {
        let original = try Fixture.bytes(fixture)
        var random = SeededRandom(20_261_124)
        var refused = 0
        for _ in 0..<800 {
            let damaged = Mutation.of(original, spice: Array("<>&/;'\"![]-?= \r".utf8), using: &random)
            do throws(XMLError) { _ = try XMLParser.parse(damaged) } catch { refused += 1 }
        }
        // Most damage must be noticed; some (a changed letter of a value) cannot be.
        #expect(refused > 400 && refused < 800)
    }
}
