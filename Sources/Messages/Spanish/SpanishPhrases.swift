import FoundationEssentials
import KeyPolicy
import Slack

/// Every sentence in Spanish, as engineers in Latin America write it, a file per theme.
///
/// Slack may show a date token as "hoy" or "ayer", so no article comes before one: "Fecha: …", never "el …".
struct SpanishPhrases: Phrases {
    var language: Language { .spanish }

    /// "1 clave de acceso", "3 claves de acceso".
    func keys(_ count: Int) -> Mrkdwn {
        count == 1 ? "1 clave de acceso" : "\(count) claves de acceso"
    }

    func days(_ count: Int) -> Mrkdwn {
        count == 1 ? "1 día" : "\(count) días"
    }

    func key(_ key: ShownKey) -> Mrkdwn {
        "\(key.id) \(key.isMachine ? "de la máquina" as Mrkdwn : "del usuario") \(key.user) en \(key.account)"
    }

    func age(_ key: ShownKey) -> Mrkdwn {
        "\(days(key.ageDays)), creada: \(.date(key.createdAt))"
    }

    func ageTitle() -> Mrkdwn { "Antigüedad" }

    func ageInLine(_ key: ShownKey) -> Mrkdwn { "\(days(key.ageDays)) de antigüedad" }

    func lastUse(_ use: ShownUse) -> Mrkdwn {
        switch use {
        case .used(let at, let service?, let region?): "\(.date(at)): \(service) en \(region)"
        case .used(let at, let service?, nil): "\(.date(at)): \(service)"
        case .used(let at, nil, let region?): "\(.date(at)), en \(region)"
        case .used(let at, nil, nil): Mrkdwn.date(at)
        case .never: "Nunca"
        case .unknown(let why): why.map { "Desconocido (\(whyUnknown($0)))" } ?? "Desconocido"
        }
    }

    func whyUnknown(_ why: WhyUseUnknown) -> Mrkdwn {
        switch why {
        case .notLookedUp: "no se consultó"
        case .deleted: "ya está eliminada"
        case .reportUncertain: "el informe de credenciales no lo dice con certeza"
        case .notAnswered: "IAM no respondió"
        }
    }

    func lastUseTitle() -> Mrkdwn { "Último uso" }

    func lastUseInLine(_ use: ShownUse) -> Mrkdwn {
        switch use {
        case .used: "último uso \(lastUse(use))"
        case .never: "nunca usada"
        case .unknown(let why):
            why.map { "último uso desconocido (\(whyUnknown($0)))" } ?? "último uso desconocido"
        }
    }

    func recipient(_ recipient: ShownRecipient) -> Mrkdwn {
        switch recipient {
        case .person(let name, let id): name.map { "\($0) (\(id))" } ?? id
        case .team(let channel): "el equipo de \(channel)"
        case .standIn(let channel): channel.map { "solo \($0)" } ?? "solo este canal"
        }
    }

    func part(_ text: Mrkdwn, _ number: Int, of count: Int) -> Mrkdwn {
        count == 1 ? text : "\(text) (parte \(number) de \(count))"
    }
}

extension SpanishPhrases {
    func keyCreated(_ activity: ShownKeyActivity) -> Mrkdwn {
        said(activity, done: "Creada", question: "quién la creó")
    }

    func keyActivated(_ activity: ShownKeyActivity) -> Mrkdwn {
        said(activity, done: "Reactivada", question: "quién la reactivó")
    }

    func serviceCredentialTitle() -> Mrkdwn { "*Una credencial nueva para un servicio de AWS*" }

    func serviceCredential(
        _ user: Mrkdwn, service: Mrkdwn, in account: Mrkdwn, author: ShownKeyActivity
    ) -> Mrkdwn {
        let created = said(author, done: "Creada", question: "quién la creó")
        return ":new: El usuario \(user) de \(account) ahora puede usar \(service) sin clave de acceso. \(created)"
    }

    func afterServiceCredential() -> Mrkdwn {
        """
        Relevo no vigila la antigüedad de estas credenciales. Si nadie la esperaba, hay que desactivarla y averiguar \
        quién la creó:
        """
    }

    private func said(_ activity: ShownKeyActivity, done: Mrkdwn, question: Mrkdwn) -> Mrkdwn {
        switch activity {
        case .byTheUser(let how): "\(done) por el propio usuario\(circumstances(how))."
        case .byAnother(let actor, let how):
            "*\(done) por \(self.actor(actor)), no por el usuario de la clave*\(circumstances(how))."
        case .notShown:
            """
            No se sabe \(question): CloudTrail no muestra nada al respecto. Lo que acaba de ocurrir puede tardar un \
            cuarto de hora en aparecer.
            """
        case .notAllowed(let permission):
            "No se sabe \(question): el rol de auditoría de Relevo no tiene permiso para llamar a \(permission)."
        case .unknown: "No se sabe \(question): CloudTrail no respondió con claridad."
        }
    }

    private func actor(_ actor: ShownKeyActivity.Actor) -> Mrkdwn {
        switch actor {
        case .user(let name): "el usuario \(name)"
        case .session(let role, let name): "\(name) con el rol \(role)"
        case .root: "el usuario raíz de la cuenta"
        case .other(let name): name
        }
    }

    private func circumstances(_ how: ShownKeyActivity.Circumstances) -> Mrkdwn {
        let means: Mrkdwn =
            switch how.means {
            case .console: ", en la consola de AWS"
            case .commandLine: ", con la línea de comandos de AWS"
            case .program(let name): ", con \(name)"
            case nil: .empty
            }
        return how.source.map { "\(means), desde \($0)" } ?? means
    }
}
