import FoundationEssentials
import KeyPolicy
import Slack

extension SpanishPhrases {
    func deactivatedTitle(for readers: Readers) -> PlainText {
        switch readers {
        case .owner: "Se desactivó tu clave de acceso de AWS"
        case .keeper: "Se desactivó una clave de acceso de AWS a tu cargo"
        case .team: "Se desactivó una clave de acceso de AWS de este equipo"
        case .standIn: "Se desactivó una clave de acceso de AWS"
        }
    }

    func deactivated(_ key: ShownKey, at: Date) -> Mrkdwn {
        ":no_entry: Se desactivó \(self.key(key)). Fecha: \(.date(at))."
    }

    func deactivatedText(_ key: ShownKey) -> Mrkdwn { "Desactivada: la clave de acceso \(self.key(key))" }

    func whyDeactivated(_ key: ShownKey, maximumAge: Int, toldSince: Date, promised: Date) -> Mrkdwn {
        """
        *Por qué*: tenía \(ageInLine(key)), y las claves se desactivan a los \(maximumAge) días. Primer aviso: \
        \(.date(toldSince)). Fecha límite según los avisos: \(.date(promised)).
        """
    }

    func whatDeactivationDoes() -> Mrkdwn {
        """
        *Qué significa*: desde ahora AWS rechaza todo lo que se firme con esta clave. No se eliminó nada. Las \
        sesiones creadas antes con ella siguen activas hasta que venzan, como máximo 36 horas después.
        """
    }

    func howToWorkAgain(for readers: Readers, channel: Mrkdwn) -> Mrkdwn {
        let console = Mrkdwn.link("https://console.aws.amazon.com/iam/home#/security_credentials", "consola de AWS")
        let make: Mrkdwn =
            switch readers {
            case .owner:
                """
                crea una clave nueva en la \(console ?? "consola de AWS") (tu nombre, arriba a la derecha → \
                Credenciales de seguridad)
                """
            case .keeper, .team, .standIn:
                "crea una clave nueva para el mismo usuario, ponla donde se leía la anterior"
            }
        return """
            *Para volver a trabajar*: \(make) y elimina esta. Si algo importante quedó detenido, pide en \(channel) \
            que la reactiven por un tiempo.
            """
    }

    func deactivatedInChannel(_ key: ShownKey, of recipient: ShownRecipient, at: Date) -> Mrkdwn {
        """
        :no_entry: *Desactivada como se prometió*: \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). \
        Fecha: \(.date(at)).
        """
    }

    func toldInChannel(_ recipient: ShownRecipient, toldSince: Date, promised: Date) -> Mrkdwn {
        """
        Avisos enviados a: \(self.recipient(recipient)). El primero: \(.date(toldSince)). Fecha límite \
        prometida: \(.date(promised)).
        """
    }

    func newKeysTitle(_ count: Int, for readers: Readers) -> PlainText {
        switch readers {
        case .owner:
            PlainText(
                count == 1
                    ? "Una clave de acceso de AWS nueva: ¿fuiste tú?"
                    : "\(count) claves de acceso de AWS nuevas: ¿fuiste tú?")
        case .keeper:
            PlainText(
                count == 1
                    ? "Una clave de acceso de AWS nueva a tu cargo: ¿fuiste tú?"
                    : "\(count) claves de acceso de AWS nuevas a tu cargo: ¿fuiste tú?")
        case .team:
            PlainText(
                count == 1
                    ? "Una clave de acceso de AWS nueva de este equipo: ¿fueron ustedes?"
                    : "\(count) claves de acceso de AWS nuevas de este equipo: ¿fueron ustedes?")
        case .standIn:
            PlainText(count == 1 ? "Una clave de acceso de AWS nueva" : "\(count) claves de acceso de AWS nuevas")
        }
    }

    func newKeysText(_ count: Int) -> Mrkdwn {
        count == 1
            ? "Una clave de acceso de AWS nueva: ¿la reconoces?"
            : "\(count) claves de acceso de AWS nuevas: ¿las reconoces?"
    }

    func newKeyCreated(_ key: ShownKey) -> Mrkdwn {
        ":new: \(self.key(key)), creada: \(.date(key.createdAt))."
    }

    func newKeyExpected() -> Mrkdwn {
        "Esperada: se está rotando una clave anterior del mismo usuario."
    }

    func newKeyExtra() -> Mrkdwn {
        "No esperada: no se está rotando ninguna clave del mismo usuario."
    }

    func askWhetherItWasYou(_ count: Int, channel: Mrkdwn) -> Mrkdwn {
        count == 1
            ? """
            Si la creaste tú, no hay nada que hacer. *Si no fuiste tú, avisa ahora mismo en \(channel)*: alguien más \
            podría estar actuando en nombre de este usuario.
            """
            : """
            Si las creaste tú, no hay nada que hacer. *Si alguna no la creaste tú, avisa ahora mismo en \(channel)*: \
            alguien más podría estar actuando en nombre de ese usuario.
            """
    }

    func newKeysInChannel(_ count: Int) -> Mrkdwn {
        count == 1 ? "*Una clave de acceso nueva*" : "*\(count) claves de acceso nuevas*"
    }

    func newKeyInChannel(_ key: ShownKey, of recipient: ShownRecipient, expected: Bool) -> Mrkdwn {
        let note: Mrkdwn = expected ? "esperada, se está rotando una clave anterior" : "*no esperada*"
        return """
            :new: \(self.key(key)), creada: \(.date(key.createdAt)); \(note). Pregunta enviada a: \
            \(self.recipient(recipient)).
            """
    }

    func rotatedText(_ count: Int) -> Mrkdwn {
        "Listo, gracias: \(keys(count)) \(count == 1 ? "rotada" as Mrkdwn : "rotadas")"
    }

    func thanks(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":tada: *Listo, gracias.* Se rotó una clave de acceso:"
            : ":tada: *Listo, gracias.* Se rotaron \(keys(count)):"
    }

    func rotated(_ key: ShownKey, successor: Mrkdwn) -> Mrkdwn {
        switch key.status {
        case .inactive:
            """
            \(self.key(key)) está inactiva; \(successor) ocupa su lugar. Elimina la anterior cuando nada dependa de \
            ella.
            """
        case .active, .other: "\(self.key(key)) ya no existe; \(successor) ocupa su lugar."
        }
    }

    func rotatedInChannel(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":white_check_mark: *Rotada por su responsable*: \(keys(count))"
            : ":white_check_mark: *Rotadas por sus responsables*: \(keys(count))"
    }

    func rotatedInChannel(_ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn) -> Mrkdwn {
        let end: Mrkdwn = key.status == .inactive ? "está inactiva" : "ya no existe"
        return "\(self.key(key)) \(end), \(successor) ocupa su lugar. Quién responde: \(self.recipient(recipient))."
    }

    func reactivatedTitle(_ count: Int) -> PlainText {
        PlainText(
            count == 1
                ? "Una clave de acceso de AWS desactivada está activa otra vez"
                : "\(count) claves de acceso de AWS desactivadas están activas otra vez")
    }

    func reactivatedText(_ count: Int) -> Mrkdwn {
        "\(reactivatedWord(count)): \(keys(count)) que Relevo había desactivado"
    }

    func reactivated(_ key: ShownKey) -> Mrkdwn {
        ":warning: \(self.key(key)), \(ageInLine(key)): Relevo la había desactivado y alguien la reactivó."
    }

    func afterReactivation(_ count: Int, channel: Mrkdwn) -> Mrkdwn {
        count == 1
            ? """
            No se desactivará sin nuevos avisos. Si nadie de tu lado la reactivó, avisa ahora mismo en \(channel).
            """
            : """
            No se desactivarán sin nuevos avisos. Si nadie de tu lado reactivó alguna de ellas, avisa ahora mismo en \
            \(channel).
            """
    }

    func reactivatedInChannel(_ count: Int) -> Mrkdwn {
        """
        :warning: *\(reactivatedWord(count))*: \(keys(count)) que Relevo había desactivado. No se volverá a \
        desactivar nada sin nuevos avisos.
        """
    }

    func reactivatedInChannel(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn {
        """
        \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Quién responde: \
        \(self.recipient(recipient)).
        """
    }

    func accountsLeft(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":wave: *Una cuenta ya no se vigila.* Lo prometido sobre sus claves ya no vale:"
            : ":wave: *\(count) cuentas ya no se vigilan.* Lo prometido sobre sus claves ya no vale:"
    }

    func accountLeft(_ account: Mrkdwn, _ why: AccountAbsence) -> Mrkdwn {
        switch why {
        case .leftOrganization: "\(account): salió de la organización."
        case .notActive(let state):
            "\(account): está suspendida o en proceso de cierre (AWS Organizations dice \(.code(state, limit: 40)))."
        case .leftOut: "\(account): la configuración la excluye (`accounts`)."
        }
    }

    private func reactivatedWord(_ count: Int) -> Mrkdwn { count == 1 ? "Reactivada" : "Reactivadas" }
}
