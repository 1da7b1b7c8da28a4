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
                Las claves de acceso pueden tener como máximo \(maximumAge) días. Crea una nueva, empieza a usarla y \
                desactiva esta: toma unos minutos, y abajo se explica cómo.
                """
                : """
                Las claves de acceso pueden tener como máximo \(maximumAge) días. Crea claves nuevas, empieza a \
                usarlas y desactiva estas: toma unos minutos por clave, y abajo se explica cómo.
                """
        case .standIn: unreachableIntro()
        }
    }

    func noticesContinued() -> Mrkdwn { "Más claves pendientes; cómo rotarlas está en la última parte." }

    func noticeText(_ key: ShownKey, _ consequence: Consequence) -> Mrkdwn {
        "Hay que rotar la clave de acceso \(self.key(key)): \(consequenceInLine(consequence))"
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

    func consequence(_ consequence: Consequence) -> Mrkdwn {
        switch consequence {
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

    func consequenceInLine(_ consequence: Consequence) -> Mrkdwn {
        switch consequence {
        case .deactivated(let deadline): "se desactivará (\(.date(deadline))) si para entonces sigue activa"
        case .wouldBe(let deadline):
            "se desactivaría (\(.date(deadline))), pero Relevo todavía no desactiva claves en su cuenta"
        case .leftToItsTeam(let deadline): "plazo para rotarla: \(.date(deadline)), no se desactivará automáticamente"
        case .heldWithoutOwner: "no se desactivará mientras no se sepa quién responde por ella"
        }
    }

    func usedRecently(_ key: ShownKey, _ consequence: Consequence) -> Mrkdwn {
        let what: Mrkdwn =
            switch consequence {
            case .deactivated where key.isMachine, .wouldBe where key.isMachine:
                """
                Migra a una clave nueva lo que firme con ella. Mientras esté en uso, Relevo deja activa la clave de una \
                máquina; la desactiva cuando lleva dos días sin uso.
                """
            case .deactivated(let deadline):
                """
                Lo que firme con ella *dejará de funcionar* cuando se desactive: mígralo antes a una clave nueva. Fecha \
                límite: \(.date(deadline)).
                """
            case .wouldBe(let deadline):
                """
                Lo que firme con ella *dejaría de funcionar* cuando se desactive: mígralo antes a una clave nueva. Fecha \
                límite: \(.date(deadline)).
                """
            case .leftToItsTeam, .heldWithoutOwner:
                """
                Lo que firme con ella *dejará de funcionar* cuando alguien la desactive: mígralo antes a una clave nueva.
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

    func copiesHeading(_ recipient: ShownRecipient) -> Mrkdwn {
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

extension SpanishPhrases {
    func vaultTitle(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *Con aws-vault* (pon el nombre de tu perfil; si el perfil no usa MFA, agrega `--no-session`):
        \(commands)
        Crea una clave nueva, la guarda y elimina la anterior de inmediato: antes asegúrate de que nada más use la \
        anterior.
        """
    }

    func start(_ commands: Mrkdwn, isForMachines: Bool) -> Mrkdwn {
        """
        *\(withCommandLine(isForMachines))* (pon el nombre de tu perfil):
        \(commands)
        """
    }

    func startFromKeysLine(_ commands: Mrkdwn, isForMachines: Bool) -> Mrkdwn {
        """
        *\(withCommandLine(isForMachines))*, una clave tras otra. Pon el nombre de tu perfil y luego pega la línea \
        que está junto a la clave:
        \(commands)
        """
    }

    func findOldKey(_ commands: Mrkdwn) -> Mrkdwn {
        """
        El ID completo de la clave está en esta lista; ponlo como `old_key='…'`:
        \(commands)
        """
    }

    func mfa(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *Solo si tu política exige MFA*, con tu código en lugar de 123456 (después quita las tres variables con \
        `unset` o cierra la terminal):
        \(commands)
        """
    }

    func create(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *1.* Crea una clave nueva. Su clave de acceso secreta se muestra solo esta vez:
        \(commands)
        """
    }

    func store(_ commands: Mrkdwn, test: Mrkdwn) -> Mrkdwn {
        """
        *2.* Guarda ambos valores en lugar de los anteriores, espera diez segundos y pruébalos:
        \(commands)
        \(test)
        """
    }

    func storeForMachine() -> Mrkdwn {
        "*2.* Pon ambos valores donde la máquina lee su clave y comprueba que funcione."
    }

    func deactivate(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *3.* Desactiva la clave anterior; si algo deja de funcionar, `--status Active` la reactiva:
        \(commands)
        """
    }

    func delete(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *4.* Después de unos días sin problemas, elimínala:
        \(commands)
        """
    }

    func twoKeys(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *Si el usuario ya tiene dos claves*, IAM rechaza una tercera. Revisa cuál no se usa y haz primero con esa los \
        pasos 3 y 4, con su ID en `old_key`:
        \(commands)
        """
    }

    private func withCommandLine(_ isForMachines: Bool) -> Mrkdwn {
        isForMachines ? "Con la AWS CLI" : "O con la AWS CLI"
    }
}
