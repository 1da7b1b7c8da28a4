import FoundationEssentials
import KeyPolicy
import Slack

extension SpanishPhrases {
    func noticeTitle(_ notice: ShownNotice) -> Mrkdwn {
        let by = Mrkdwn.longDate(notice.deadline)
        let left = left(notice.daysLeft)
        return switch notice.tone {
        case .friendly: ":wave: *Por favor, \(rotate(notice)) antes del \(by)*: \(left)."
        case .firm: ":bell: *\(capitalized(notice)) a más tardar el \(by)*: \(left)."
        case .last where notice.earlier.isEmpty:
            """
            :rotating_light: *\(capitalized(notice)) antes del \(by)*: \(left).\
            \(notice.count == 1 ? " Este es el único aviso." as Mrkdwn : .empty)
            """
        case .last: ":rotating_light: *Último aviso: \(rotate(notice)) antes del \(by)*: \(left)."
        case .overdue:
            """
            :exclamation: *Último aviso: \(rotate(notice)) antes del \(by).* La fecha prometida pasó hace \
            tiempo; ningún cambio de responsable, etiquetas o estado mueve esta fecha límite.
            """
        }
    }

    private func rotate(_ notice: ShownNotice) -> Mrkdwn {
        notice.readers.isPrivate ? "rota \(what(notice))" : "roten \(what(notice))"
    }

    private func capitalized(_ notice: ShownNotice) -> Mrkdwn {
        notice.readers.isPrivate ? "Rota \(what(notice))" : "Roten \(what(notice))"
    }

    private func what(_ notice: ShownNotice) -> Mrkdwn {
        switch (notice.readers, notice.count) {
        case (.owner, 1): "tu clave de acceso de AWS"
        case (.owner, let count): "tus \(count) claves de acceso de AWS"
        case (.keeper, 1): "una clave de acceso de AWS a tu cargo"
        case (.keeper, let count): "\(count) claves de acceso de AWS a tu cargo"
        case (_, 1): "una clave de acceso de AWS de este equipo"
        case (_, let count): "\(count) claves de acceso de AWS de este equipo"
        }
    }

    private func left(_ days: Int) -> Mrkdwn {
        switch days {
        case 0: "queda menos de un día"
        case 1: "queda 1 día"
        default: "quedan \(days) días"
        }
    }

    func wroteBefore(_ days: [Mrkdwn]) -> Mrkdwn {
        guard let last = days.last, days.count > 1 else { return "Ya escribimos el \(days.first ?? .empty)." }
        return "Ya escribimos el \(days.dropLast().joined(separator: ", el ")) y el \(last)."
    }

    func countsFromNow() -> Mrkdwn { "Desde hoy la fecha es vinculante (antes, solo información)." }

    func keyInNotice(_ key: ShownKey) -> Mrkdwn {
        let line: Mrkdwn = "\(self.key(key)), \(ageInLine(key))"
        return key.console.flatMap { Mrkdwn.link($0, "consola") }.map { "\(line) (\($0))" } ?? line
    }

    func keyInList(_ key: ShownKey) -> Mrkdwn { "\(key.id) de \(key.user) en \(key.account), \(days(key.ageDays))" }

    func ownerUnreachable() -> Mrkdwn { "No se puede avisar a su responsable." }

    func useInNotice(_ use: ShownUse, by caller: ShownCaller?, isRecent: Bool) -> Mrkdwn {
        if let caller {
            let words: Mrkdwn = isRecent ? ":warning: *En uso* el" : "Último uso:"
            return "\(words) \(.day(caller.at))\(self.caller(caller))."
        }
        return switch use {
        case .used(let at, let service, let region):
            used(at: at, service, region, isRecent ? ":warning: *En uso*: último uso" : "Último uso:")
        case .never: "Nunca se usó. Si nadie la necesita, solo desactívala."
        case .unknown(let why):
            why.map { "Último uso desconocido (\(whyUnknown($0)))." } ?? "Último uso desconocido."
        }
    }

    func useInList(_ use: ShownUse) -> Mrkdwn {
        switch use {
        case .used(let at, _, _): "Último uso: \(.day(at))"
        case .never: "Sin uso"
        case .unknown: "Último uso desconocido"
        }
    }

    private func used(at: Date, _ service: Mrkdwn?, _ region: Mrkdwn?, _ words: Mrkdwn) -> Mrkdwn {
        let place: Mrkdwn = region.map { " en \($0)" } ?? .empty
        return "\(words) \(.day(at))\(service.map { ", \($0)" } ?? .empty)\(place)."
    }

    func usedBy(_ key: Mrkdwn, _ caller: ShownCaller) -> Mrkdwn {
        "\(key) se usó el \(.day(caller.at))\(self.caller(caller))."
    }

    private func caller(_ caller: ShownCaller) -> Mrkdwn {
        let tool: Mrkdwn =
            switch caller.tool {
            case .console: " en la consola de AWS"
            case .program(let name): " con \(name)"
            case nil: .empty
            }
        let source: Mrkdwn = caller.source.map { " desde \($0)" } ?? .empty
        let called: Mrkdwn =
            caller.onlyStartsSessions ? "inicia sesiones" : "\(caller.service) en \(caller.region)"
        return "\(tool)\(source) (\(called))"
    }

    func consequenceOfOne(_ consequence: Consequence) -> Mrkdwn {
        switch consequence {
        case .deactivated(let deadline): "se desactiva el \(.date(deadline))"
        case .wouldBe(let deadline): "plazo hasta el \(.date(deadline)), sigue activa"
        case .leftToItsTeam(let deadline): "plazo hasta el \(.date(deadline)), sigue activa"
        case .heldWithoutOwner: "sigue activa mientras no se sepa quién responde por ella"
        }
    }

    func otherwise(_ consequence: Consequence, _ notice: ShownNotice) -> Mrkdwn {
        let (it, uses): (Mrkdwn, Mrkdwn) = notice.count == 1 ? ("la", "la use") : ("las", "las use")
        return switch consequence {
        case .deactivated where notice.count > 1 && notice.tone < .last:
            "Si no se hace nada, Relevo desactiva cada una en su fecha."
        case .deactivated where notice.tone == .friendly:
            "Si no se hace nada, Relevo \(it) desactiva ese día; se puede deshacer."
        case .deactivated where notice.tone == .firm:
            "Si no se hace nada, Relevo \(it) desactiva ese día, y lo que \(uses) fallará."
        case .deactivated: "Ese día Relevo \(it) desactiva; lo que \(uses) fallará."
        case .wouldBe: "Es solo información: Relevo todavía no desactiva claves en esta cuenta."
        case .leftToItsTeam: "Relevo no desactiva claves de máquinas; el equipo de seguridad ve las atrasadas."
        case .heldWithoutOwner: "Relevo no \(it) desactiva mientras no se sepa quién responde."
        }
    }

    func machineInUse(_ count: Int) -> Mrkdwn {
        count == 1
            ? "Relevo la desactiva ese día, o más tarde, cuando lleve dos días sin uso."
            : """
            Si no se hace nada, Relevo desactiva cada una en su fecha; la de una máquina que está en uso, solo tras \
            dos días sin uso.
            """
    }

    func newerKey(_ newer: Mrkdwn) -> Mrkdwn {
        "Usa la más nueva, \(newer), y desactiva esta."
    }

    func moreKeysFollow(_ count: Int) -> Mrkdwn {
        count == 1 ? "Y una más, en el siguiente mensaje." : "Y \(count) más, en el siguiente mensaje."
    }

    func moreKeysTitle(_ count: Int) -> Mrkdwn {
        count == 1 ? "*Una clave más por rotar*" : "*\(count) claves más por rotar*"
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

    func otherKey(_ other: ShownKey) -> Mrkdwn {
        """
        El mismo usuario también tiene \(other.id) (\(status(other)), \(ageInLine(other)), \
        \(lastUseInLine(other.use))).
        """
    }

    func lastNotice() -> Mrkdwn {
        """
        :exclamation: *Este es el último aviso.* Hace tiempo que pasó la fecha prometida para esta clave. Cambiar sus \
        etiquetas, su responsable o su estado ya no mueve la fecha límite.
        """
    }

    func possibleRepeat() -> Mrkdwn {
        ":repeat: Este aviso puede estar repetido."
    }

    func possibleRepeatOfMessage() -> Mrkdwn {
        ":repeat: Es posible que este mensaje esté repetido: se perdió la respuesta a un intento anterior."
    }

    func whomToAsk(help: Mrkdwn?, channel: Mrkdwn) -> Mrkdwn {
        help.map { "¿Dudas, o no es tuya? \($0) O pregunta en \(channel)." }
            ?? "¿Dudas, o no es tuya? Pregunta en \(channel)."
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
