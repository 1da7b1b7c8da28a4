import FoundationEssentials
import KeyPolicy
import Slack

extension SpanishPhrases {
    func noticeTitle(_ count: Int, for readers: Readers) -> PlainText {
        switch readers {
        case .owner:
            PlainText(
                count == 1
                    ? "Hay que rotar tu clave de acceso de AWS" : "Hay que rotar tus \(count) claves de acceso de AWS")
        case .keeper:
            PlainText(
                count == 1
                    ? "Hay que rotar una clave de acceso de AWS a tu cargo"
                    : "Hay que rotar \(count) claves de acceso de AWS a tu cargo")
        case .team:
            PlainText(
                count == 1
                    ? "Hay que rotar una clave de acceso de AWS de este equipo"
                    : "Hay que rotar \(count) claves de acceso de AWS de este equipo")
        case .standIn: unreachableTitle(count)
        }
    }

    func noticeIntro(_ count: Int, for readers: Readers, maximumAge: Int) -> Mrkdwn {
        switch readers {
        case .owner, .keeper, .team:
            count == 1
                ? """
                Una clave de acceso vive \(maximumAge) días como máximo. Crea una nueva, pásate a ella y desactiva \
                esta: toma unos minutos, y abajo se explica cómo.
                """
                : """
                Una clave de acceso vive \(maximumAge) días como máximo. Crea claves nuevas, pásate a ellas y \
                desactiva estas: toma unos minutos por clave, y abajo se explica cómo.
                """
        case .standIn: unreachableIntro()
        }
    }

    func noticesContinued() -> Mrkdwn { "Más claves pendientes; cómo rotarlas está en la última parte." }

    func noticeText(_ key: ShownKey, _ fate: Fate) -> Mrkdwn {
        "Hay que rotar la clave de acceso \(self.key(key)): \(fateInLine(fate))"
    }

    func noticeText(_ count: Int, for readers: Readers, earliest: Date?) -> Mrkdwn {
        let what: Mrkdwn =
            switch readers {
            case .owner: count == 1 ? "Hay que rotar tu clave de acceso" : "Hay que rotar tus \(keys(count))"
            case .keeper: "Hay que rotar \(keys(count)) a tu cargo"
            case .team: "Hay que rotar \(keys(count)) de este equipo"
            case .standIn: unreachableText(count)
            }
        return earliest.map { "\(what); primera fecha límite: \(.date($0))" } ?? what
    }

    func fate(_ fate: Fate) -> Mrkdwn {
        switch fate {
        case .deactivated(let deadline):
            ":calendar: *Se desactivará en esta fecha: \(.date(deadline))*, si para entonces sigue activa."
        case .wouldBe(let deadline):
            """
            :calendar: *Se desactivaría* en esta fecha: \(.date(deadline)). Relevo todavía no desactiva claves en \
            esta cuenta.
            """
        case .leftToItsTeam(let deadline):
            """
            :robot_face: Por favor, rótala. Plazo: \(.date(deadline)). Por ser la clave de una máquina, no se \
            desactivará automáticamente.
            """
        case .heldWithoutOwner:
            ":warning: No se desactivará mientras no se sepa quién responde por ella."
        }
    }

    func fateInLine(_ fate: Fate) -> Mrkdwn {
        switch fate {
        case .deactivated(let deadline): "se desactivará (\(.date(deadline))) si para entonces sigue activa"
        case .wouldBe(let deadline):
            "se desactivaría (\(.date(deadline))), pero Relevo todavía no desactiva claves en su cuenta"
        case .leftToItsTeam(let deadline): "plazo para rotarla: \(.date(deadline)), no se desactivará automáticamente"
        case .heldWithoutOwner: "no se desactivará mientras no se sepa quién responde por ella"
        }
    }

    func usedRecently(_ key: ShownKey, _ fate: Fate) -> Mrkdwn {
        let what: Mrkdwn =
            switch fate {
            case .deactivated where key.isMachine, .wouldBe where key.isMachine:
                """
                Pasa a una clave nueva lo que firme con ella. Mientras esté en uso, Relevo deja activa la clave de una \
                máquina; la desactiva cuando lleva dos días sin uso.
                """
            case .deactivated(let deadline):
                """
                Lo que firme con ella *dejará de funcionar* cuando se desactive: pásalo antes a una clave nueva. Fecha \
                límite: \(.date(deadline)).
                """
            case .wouldBe(let deadline):
                """
                Lo que firme con ella *dejaría de funcionar* cuando se desactive: pásalo antes a una clave nueva. Fecha \
                límite: \(.date(deadline)).
                """
            case .leftToItsTeam, .heldWithoutOwner:
                """
                Lo que firme con ella *dejará de funcionar* cuando alguien la desactive: pásalo antes a una clave nueva.
                """
            }
        return ":rotating_light: *Esta clave está en uso* (\(lastUseInLine(key.use))). \(what)"
    }

    func neverUsed() -> Mrkdwn {
        "AWS nunca ha visto que se use esta clave. Si nadie la necesita, bastan los pasos 3 y 4."
    }

    func otherKey(_ other: ShownKey) -> Mrkdwn {
        """
        El mismo usuario también tiene \(other.id) (\(status(other)), \(ageInLine(other)), \
        \(lastUseInLine(other.use))).
        """
    }

    func newerKey(_ newer: ShownKey) -> Mrkdwn {
        """
        Ya existe una clave más nueva: \(newer.id) (\(ageInLine(newer)), \(lastUseInLine(newer.use))). Si todo usa \
        esa, solo faltan los pasos 3 y 4.
        """
    }

    func lastNotice() -> Mrkdwn {
        """
        :exclamation: *Este es el último aviso.* Hace tiempo que pasó la fecha prometida para esta clave. Cambiar sus \
        etiquetas, su responsable o su estado ya no mueve la fecha límite.
        """
    }

    func possibleRepeat() -> Mrkdwn {
        ":repeat: Es posible que ya hayas recibido este aviso: se perdió la respuesta a un intento anterior."
    }

    func possibleRepeatOfMessage() -> Mrkdwn {
        ":repeat: Es posible que este mensaje esté repetido: se perdió la respuesta a un intento anterior."
    }

    func whatElseHappens(isAnyBinding: Bool) -> Mrkdwn {
        let whatItIs: Mrkdwn = """
            Desactivar una clave no elimina nada y se puede deshacer. Las sesiones ya creadas con ella no se cortan: \
            siguen activas hasta que venzan, como máximo 36 horas después.
            """
        guard isAnyBinding else { return whatItIs }
        return """
            *Si no se hace nada*, cada clave se desactiva como se dice arriba: nunca antes, quizá unas horas después. \
            \(whatItIs)
            """
    }

    func whomToAsk(help: Mrkdwn?, channel: Mrkdwn) -> Mrkdwn {
        help.map { "¿Tienes dudas o no es tu clave? \($0), o pregunta en \(channel)." }
            ?? "¿Tienes dudas o no es tu clave? Pregunta en \(channel)."
    }

    func helpLinkLabel() -> String { "Más información" }

    func copiesTitle(_ count: Int) -> Mrkdwn { "*Avisos sobre \(keys(count))*" }

    func copiesContinued() -> Mrkdwn { "*Más avisos*" }

    func told(_ recipient: ShownRecipient) -> Mrkdwn {
        switch recipient {
        case .person: "Se avisó a \(self.recipient(recipient)) por mensaje directo:"
        case .team(let channel): "Se avisó al equipo en \(channel):"
        case .standIn(let channel):
            channel.map { "No se pudo avisar a ningún responsable; se avisó en \($0):" }
                ?? "Se avisó solo en este canal:"
        }
    }

    func stageInLine(_ stage: Int) -> Mrkdwn { "etapa \(stage)" }

    private func status(_ key: ShownKey) -> Mrkdwn {
        switch key.status {
        case .active: "activa"
        case .inactive: "inactiva"
        case .other(let text): .text(text, limit: 20)
        }
    }
}
