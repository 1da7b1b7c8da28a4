import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// One, none and many, and reasons that reach owners.
struct SpanishTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout RunSummary) -> Void
        let line: String
    }

    static let cases = [
        Case(
            testDescription: "none", change: { _ in },
            line: "nada que informar hoy. Revisado: 0 cuentas, 0 usuarios, 0 claves activas."),
        Case(
            testDescription: "one of each",
            change: {
                ($0.accounts, $0.users, $0.activeKeys) = (1, 1, 1)
                ($0.noticesPlanned, $0.noticesDelivered) = ([76: 1], 1)
                ($0.deactivationsPlanned, $0.deactivated) = (1, 1)
                ($0.newKeys, $0.rotated, $0.reactivated) = (1, 1, 1)
            },
            line: "1 aviso entregado, 1 clave desactivada, 1 clave nueva, 1 clave rotada, 1 clave reactivada. "
                + "Revisado: 1 cuenta, 1 usuario, 1 clave activa."),
        Case(
            testDescription: "two of each, some undone",
            change: {
                ($0.accounts, $0.users, $0.activeKeys) = (2, 2, 2)
                ($0.noticesPlanned, $0.noticesDelivered) = ([76: 2], 1)
                ($0.deactivationsPlanned, $0.deactivated) = (2, 0)
                ($0.newKeys, $0.rotated, $0.reactivated) = (2, 2, 2)
            },
            line: "1 de 2 avisos entregados, 0 de 2 claves desactivadas, 2 claves nuevas, 2 claves rotadas, "
                + "2 claves reactivadas. Revisado: 2 cuentas, 2 usuarios, 2 claves activas."),
    ]

    @Test(arguments: cases)
    func `the summary counts as Spanish does`(_ test: Case) throws {
        var summary = RunSummary(run: try Sample.id("run-20260302-1"), startedAt: Sample.now)
        summary.finishedAt = Sample.now
        test.change(&summary)
        #expect(try first(.summary(summary)) == ":white_check_mark: *Relevo terminó*: " + test.line)
    }

    @Test func `one key, and two`() throws {
        let (one, two) = ([try Sample.action()], [try Sample.action(), try Sample.action(user: "otra")])
        #expect(try first(.noticeCopies(one)) == "*Avisos sobre 1 clave de acceso*")
        #expect(try first(.noticeCopies(two)) == "*Avisos sobre 2 claves de acceso*")
        #expect(
            try first(.announcement(.reactivated, one, audience: .owner))
                == "Una clave de acceso de AWS desactivada está activa otra vez")
        #expect(
            try first(.announcement(.reactivated, two, audience: .owner))
                == "2 claves de acceso de AWS desactivadas están activas otra vez")
        #expect(
            try first(.announcement(.newKey, one, audience: .owner)) == "Una clave de acceso de AWS nueva: ¿fuiste tú?")
        #expect(
            try first(.announcement(.newKey, two, audience: .owner)) == "2 claves de acceso de AWS nuevas: ¿fuiste tú?")
    }

    @Test func `a day is one day`() throws {
        let action = try Sample.action(.announce(.newKey(expected: true)), key: try Sample.key(age: 1, use: .never))
        let message = try #require(
            try Sample.composer(.spanish).compose(.unreachable([action]), now: Sample.now).first)
        #expect(try Rendering(message).description.contains("| 1 día, creada: <2026-03-01 14:05 UTC>"))
    }

    @Test(arguments: [
        // The reason that a key has until its use is looked up.
        ("not looked up", "Último uso desconocido (no se consultó)"),
        ("deleted", "Último uso desconocido (ya está eliminada)"),
        (
            "the credential report does not say it for certain",
            "Último uso desconocido (el informe de credenciales no lo dice con certeza)"
        ),
        ("IAM did not answer: Throttling", "Último uso desconocido (IAM no respondió)"),
        ("something else that AWS said", "Último uso desconocido"),
        ("", "Último uso desconocido"),
    ])
    func `why a last use is unknown`(why: String, shown: String) throws {
        let action = try Sample.action(key: try Sample.key(use: .unknown(why)))
        let message = try #require(try Sample.composer(.spanish).compose(.notices([action]), now: Sample.now).first)
        #expect(try Rendering(message).description.contains("\n\(shown)."), "\(shown)")
    }

    private func first(_ word: Notification) throws -> String? {
        let message = try #require(try Sample.composer(.spanish).compose(word, now: Sample.now).first)
        return try Rendering(message).blocks.first?.text.map { String($0.text) }
    }
}
