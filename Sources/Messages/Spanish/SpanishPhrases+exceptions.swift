import FoundationEssentials
import KeyPolicy
import Slack

extension SpanishPhrases {
    func restoredTitle(for readers: Readers, isForAWhile: Bool) -> PlainText {
        switch (readers, isForAWhile) {
        case (.owner, true): "Tu clave de acceso de AWS está activa de nuevo por un tiempo"
        case (.owner, false): "Tu clave de acceso de AWS está activa de nuevo"
        case (.keeper, true): "Una clave de acceso de AWS a tu cargo está activa de nuevo por un tiempo"
        case (.keeper, false): "Una clave de acceso de AWS a tu cargo está activa de nuevo"
        case (.team, true): "Una clave de acceso de AWS de este equipo está activa de nuevo por un tiempo"
        case (.team, false): "Una clave de acceso de AWS de este equipo está activa de nuevo"
        case (.standIn, true): "Una clave de acceso de AWS desactivada está activa de nuevo por un tiempo"
        case (.standIn, false): "Una clave de acceso de AWS desactivada está activa de nuevo"
        }
    }

    func restored(_ key: ShownKey, until: Date?, reason: Mrkdwn) -> Mrkdwn {
        let end: Mrkdwn = until.map { " *Plazo: \(.date($0))*." } ?? ""
        return """
            :arrows_counterclockwise: \(self.key(key)) está activa de nuevo.\(end) Se le pidió a Relevo que la \
            reactivara: \(reason).
            """
    }

    func whatRestoreMeans(until: Date?, channel: Mrkdwn) -> Mrkdwn {
        guard let until else {
            return """
                *Si no se hace nada*, sigue activa, y sus avisos empiezan de nuevo cuando le toque por su antigüedad, con \
                una fecha nueva. Antes de esa fecha no se desactiva nada. Preguntas: \(channel).
                """
        }
        return """
            *Si no se hace nada*, la primera ejecución desde esa fecha (\(.date(until))) la vuelve a desactivar, si para \
            entonces las reglas lo siguen exigiendo. Los avisos ya enviados siguen contando: no habrá otros, a lo \
            sumo un recordatorio. Pasa antes a una clave nueva lo que la use; si no alcanza el tiempo, pregunta en \(channel).
            """
    }

    func restoredInChannel(_ key: ShownKey, until: Date?, reason: Mrkdwn) -> Mrkdwn {
        let title: Mrkdwn = until.map { "*Reactivada por un tiempo; plazo: \(.date($0))*" } ?? "*Reactivada*"
        let then: Mrkdwn =
            until == nil
            ? "No queda en pie ningún aviso que la vuelva a desactivar: la próxima ronda de avisos empieza como siempre."
            : """
            La primera ejecución después de esa fecha la vuelve a desactivar, si para entonces las reglas lo siguen \
            exigiendo.
            """
        return """
            :arrows_counterclockwise: \(title): \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Se le \
            pidió a Relevo que lo hiciera: \(reason). \(then)
            """
    }

    func restoresEndingTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":hourglass: *Una clave reactivada se vuelve a desactivar pronto*"
            : ":hourglass: *\(keys(count)) reactivadas se vuelven a desactivar pronto*"
    }

    func restoreEnding(_ key: ShownKey, until: Date) -> Mrkdwn {
        """
        \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Plazo: \(.date(until)); la primera ejecución \
        después de esa fecha la vuelve a desactivar, si para entonces nada lo impide.
        """
    }

    func restoreEndingInChannel(_ key: ShownKey, until: Date, of recipient: ShownRecipient) -> Mrkdwn {
        "\(restoreEnding(key, until: until)) Quién responde: \(self.recipient(recipient))."
    }

    func afterRestores(channel: Mrkdwn) -> Mrkdwn {
        "Pasa antes a una clave nueva lo que la use. Si no alcanza el tiempo, pregunta en \(channel)."
    }

    func afterRestoresInChannel() -> Mrkdwn {
        """
        Si alguna debe seguir activa: `relevo exempt KEY --until … --reason … --by …`. Al terminar esa exención, los \
        avisos empiezan de nuevo.
        """
    }

    func retirementsOfferedTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":wastebasket: *Una clave antigua está sin uso: ¿desactivarla antes?*"
            : ":wastebasket: *\(keys(count)) están sin uso: ¿desactivarlas antes?*"
    }

    func retirementOffered(_ key: ShownKey, successor: Mrkdwn) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). En su lugar se usa \(successor)."
    }

    func retirementOfferedInChannel(_ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn) -> Mrkdwn {
        "\(retirementOffered(key, successor: successor)) Se preguntó a: \(self.recipient(recipient))."
    }

    func howToRetire(channel: Mrkdwn) -> Mrkdwn {
        """
        *Si ya no necesitas una clave antigua*, desactívala en IAM: no se elimina nada y se puede deshacer. Si no puedes, \
        pídelo en \(channel). *Si no haces nada*, no se adelanta nada y los avisos siguen como siempre.
        """
    }

    func howToRetireInChannel() -> Mrkdwn {
        "Relevo no desactiva ninguna clave antes de su fecha. Puede hacerlo su responsable, o pedirlo aquí."
    }

    func toldOfIt(_ recipient: ShownRecipient) -> Mrkdwn { "Se avisó a: \(self.recipient(recipient))." }

    func ownersChangedTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":bust_in_silhouette: *Ahora otra persona responde por una clave de acceso*"
            : ":bust_in_silhouette: *Ahora otra persona responde por \(keys(count))*"
    }

    func ownerChanged(
        _ key: ShownKey, from: ShownRecipient, to: ShownRecipient, deadline: Date, isForChannel: Bool
    ) -> Mrkdwn {
        let who: Mrkdwn = isForChannel ? "a \(recipient(from)) se le avisó" : "se te avisó"
        return """
            \(self.key(key)): \(who) que se desactivaría (fecha límite: \(.date(deadline))). Los mensajes sobre ella ahora \
            van a \(recipient(to)), y no se desactiva antes de esa fecha.
            """
    }

    func afterOwnersChanged(channel: Mrkdwn) -> Mrkdwn {
        "*Si es un error*, dilo en \(channel): alguien cambió quién responde por la clave."
    }

    func afterOwnersChangedInChannel() -> Mrkdwn {
        """
        Donde no se indica otro motivo, cambió la etiqueta `slack-id`, `type`, `team` o `full-name`, o `teams` en la \
        configuración. Si es un error, hay que corregirlo; CloudTrail muestra quién cambió una etiqueta.
        """
    }

    func lastNoticesSentTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":exclamation: *Último aviso sobre una clave de acceso*"
            : ":exclamation: *Últimos avisos sobre \(keys(count))*"
    }

    func lastNoticeSent(_ key: ShownKey, to: ShownRecipient?, deadline: Date) -> Mrkdwn {
        let why: Mrkdwn =
            to.map { "también se le avisa a \(recipient($0)), que responde o respondía por ella" }
            ?? "respondes por ella, o respondías antes"
        return """
            \(self.key(key)): *se desactiva en esta fecha: \(.date(deadline))*, si para entonces sigue activa. Hace tiempo \
            que pasó la fecha prometida; \(why).
            """
    }

    func afterLastNotices(channel: Mrkdwn) -> Mrkdwn {
        "Si algo tuyo todavía la usa, pásalo antes a una clave nueva, o pregunta en \(channel)."
    }

    func afterLastNoticesInChannel() -> Mrkdwn {
        """
        Los cambios de etiquetas, de responsable o de estado ya no mueven estas fechas. Quien aprueba puede hacerlo: \
        `relevo exempt KEY --until … --reason … --by …`.
        """
    }

    func decoysUsedTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":rotating_light: *Se usó la clave de un señuelo*"
            : ":rotating_light: *Se usaron las claves de \(count) señuelos*"
    }

    func decoyUsed(_ key: ShownKey, _ use: ShownUse) -> Mrkdwn {
        """
        \(self.key(key)), \(lastUseInLine(use)). Nadie tiene motivo para usarla: quien lo hizo la encontró donde estaba \
        puesta como señuelo. Trátalo como una intrusión.
        """
    }

    func afterDecoys() -> Mrkdwn {
        """
        CloudTrail dice quién fue y desde dónde. Relevo deja la clave como está; si se vuelve a usar, la próxima \
        ejecución vuelve a avisar.
        """
    }

    func ledgerAcceptedTitle(_ count: Int, until: Date) -> Mrkdwn {
        let anew: Mrkdwn =
            count == 0
            ? "Ninguna clave tenía una fecha anunciada."
            : "Los avisos sobre \(keys(count)) empiezan de nuevo:"
        return """
            :warning: *Alguien aceptó el registro aunque Relevo no pudo ver en este canal si es el más reciente.* \
            No se desactiva nada antes del \(.date(until)). \(anew)
            """
    }

    func beginsAnewAfterAcceptance(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)). Quién responde: \(self.recipient(recipient))."
    }

    func promisesContinued(_ part: Int, of parts: Int) -> Mrkdwn {
        """
        _Para el propio Relevo, por si se pierde su registro: las fechas límite de más cuentas, parte \(part) de \
        \(parts). Por favor, no borres este mensaje._
        """
    }

    func brakedTitle(_ count: Int) -> Mrkdwn {
        """
        :octagonal_sign: *La alarma detiene \(keys(count))*: vencieron a la vez más de las que explica cualquier día \
        anunciado. Puede ser un error, así que no se desactiva ninguna de ellas:
        """
    }

    func alarm(in account: Mrkdwn?, unexpected: Int, allowed: Int) -> Mrkdwn {
        let place: Mrkdwn = account.map { "En la cuenta \($0)" } ?? "En todas las cuentas juntas"
        return "\(place): \(keys(unexpected)) vencieron en un día distinto del anunciado; se permiten \(allowed)."
    }

    func pleaseLook() -> Mrkdwn { "Por favor, revisa la lista:" }

    func braked(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Quién responde: \(self.recipient(recipient))."
    }

    func howToRelease(command: Mrkdwn, until: Date) -> Mrkdwn {
        """
        *Si todas deben desactivarse*: \(command) (plazo: \(.date(until))). Deja pasar exactamente esta lista, tantas por \
        día como permite el límite, y cada clave tiene que cumplir las demás reglas. *Si alguna debe quedarse*, hay que eximirla antes: \
        `relevo exempt`. *Si no se hace nada*, todas siguen activas y la próxima ejecución vuelve a preguntar.
        """
    }
}
