import Slack

extension SpanishPhrases {
    func keyMade(_ activity: ShownKeyActivity) -> Mrkdwn { said(activity, done: "Creada", question: "quién la creó") }

    func keySwitchedOn(_ activity: ShownKeyActivity) -> Mrkdwn {
        said(activity, done: "Reactivada", question: "quién la reactivó")
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
        case .unknown(let why): why.isEmpty ? "No se sabe \(question)." : "No se sabe \(question): \(why)."
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
