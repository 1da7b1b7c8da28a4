import FoundationEssentials
import KeyPolicy
import Slack

extension SpanishPhrases {
    func matter(_ kind: PlannedAction.Kind) -> Mrkdwn? {
        switch kind {
        case .notice: nil
        case .deactivate: ":no_entry: La clave se está desactivando, como decían sus avisos."
        case .announce(.newKey(let isExpected)): ":new: \(isExpected ? newKeyExpected() : newKeyExtra())"
        case .announce(.rotated): ":white_check_mark: La clave se rotó."
        case .announce(.reactivated): ":warning: Relevo había desactivado la clave y alguien la reactivó."
        case .announce(.exemptionEnding): ":hourglass: Una exención de la clave termina pronto."
        case .announce(.restoreEnding): ":hourglass: La clave se vuelve a desactivar pronto."
        case .announce(.retirementOffered): ":wastebasket: La clave no se usa y su sucesora sí."
        case .announce(.decoyUsed): ":rotating_light: La clave es un señuelo y alguien la usó."
        case .announce(.ownerLeft): ":rotating_light: Quien respondía por la clave ya no está."
        case .announce(.ownerChanged): ":bust_in_silhouette: Ahora otra persona responde por la clave."
        case .announce(.lastNotice): ":exclamation: Se envió el último aviso sobre la clave."
        case .restore: ":arrows_counterclockwise: La clave se está reactivando por un tiempo."
        }
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

    func halfwayTitle() -> PlainText { "Ya falta poco: hay una clave de acceso de AWS nueva" }

    func halfwayText() -> Mrkdwn { "Ya falta poco: hay una clave de acceso de AWS nueva" }

    func halfwayThere(_ command: Mrkdwn?) -> Mrkdwn {
        let what: Mrkdwn = "Empieza a usarla en todas partes y desactiva la anterior"
        return command.map { "\(what): \($0)" } ?? "\(what)."
    }

    func reportIfNotYou(channel: Mrkdwn) -> Mrkdwn { "¿No fuiste tú? *Avisa ahora mismo en \(channel)*." }

    func askWhetherItWasYou(_ count: Int, channel: Mrkdwn) -> Mrkdwn {
        count == 1
            ? """
            Si la creaste tú, no hay nada que hacer. *Si no fuiste tú, avisa ahora mismo en \(channel)*: alguien más \
            podría estar usando este usuario.
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

    func fewerNotices(_ now: Int, before: Int) -> Mrkdwn {
        "Bastó con \(plural(now, "aviso", "avisos")); la vez anterior fueron \(before)."
    }

    func daysEarly(_ days: Int) -> Mrkdwn { "Fue \(self.days(days)) antes de la fecha límite." }

    func rotatedInChannel(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":white_check_mark: *Rotada por su responsable*: \(keys(count))"
            : ":white_check_mark: *Rotadas por sus responsables*: \(keys(count))"
    }

    func rotatedInChannel(_ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn) -> Mrkdwn {
        let end: Mrkdwn = key.status == .inactive ? "está inactiva" : "ya no existe"
        return "\(self.key(key)) \(end), \(successor) ocupa su lugar. Destinatario: \(self.recipient(recipient))."
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
        \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Destinatario: \
        \(self.recipient(recipient)).
        """
    }

    private func reactivatedWord(_ count: Int) -> Mrkdwn { count == 1 ? "Reactivada" : "Reactivadas" }

    func restoresEndingTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":hourglass: *Una clave reactivada se vuelve a desactivar pronto*"
            : ":hourglass: *\(keys(count)) reactivadas se vuelven a desactivar pronto*"
    }

    func restoreEnding(_ key: ShownKey, until: Date) -> Mrkdwn {
        """
        \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Activa hasta: \(.date(until)); la primera \
        ejecución después de esa fecha la vuelve a desactivar, si para entonces nada lo impide.
        """
    }

    func restoreEndingInChannel(_ key: ShownKey, until: Date, of recipient: ShownRecipient) -> Mrkdwn {
        "\(restoreEnding(key, until: until)) Destinatario: \(self.recipient(recipient))."
    }

    func afterRestores(channel: Mrkdwn) -> Mrkdwn {
        "Migra antes a una clave nueva lo que la use. Si no alcanza el tiempo, pregunta en \(channel)."
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
        "Si algo tuyo todavía la usa, mígralo antes a una clave nueva, o pregunta en \(channel)."
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
        CloudTrail muestra quién fue y desde dónde. Relevo deja la clave como está; si se vuelve a usar, la próxima \
        ejecución vuelve a avisar.
        """
    }
}
