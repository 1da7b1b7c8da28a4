import FoundationEssentials
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

    func deactivated(_ key: ShownKey, at: Date, toldSince: Date) -> Mrkdwn {
        """
        :no_entry: Se desactivó \(self.key(key)) el \(.date(at)), como decían los avisos desde el \(.day(toldSince)). AWS \
        ya no la acepta. \(useBefore(key.use))
        """
    }

    private func useBefore(_ use: ShownUse) -> Mrkdwn {
        if case .never = use { return "Nunca se usó. Si nadie la necesita, se puede eliminar." }
        return useInNotice(use, by: nil, isRecent: false)
    }

    func deactivatedText(_ key: ShownKey) -> Mrkdwn { "Desactivada: la clave de acceso \(self.key(key))" }

    func pleaseRestore(_ key: ShownKey) -> Mrkdwn { "Por favor, reactiven \(key.id) por 24 horas, porque …" }

    func howToRestore(_ sentence: Mrkdwn, channel: Mrkdwn) -> Mrkdwn {
        """
        *Si algo dejó de funcionar*, o no puedes crear una clave nueva, escribe esto en \(channel): “\(sentence)”. El equipo \
        de seguridad puede reactivarla por ese tiempo.
        """
    }

    func howToMoveOn(_ key: ShownKey) -> Mrkdwn {
        let console: Mrkdwn = key.console.flatMap { Mrkdwn.link($0, "consola") } ?? "consola"
        return "*Después* crea una clave nueva, por ejemplo en la \(console), empieza a usarla y elimina esta."
    }

    func restoreCommand() -> Mrkdwn {
        "Para reactivarla: `relevo restore KEY --for 24h --reason …`, con el ID como está aquí."
    }

    func deactivatedInChannel(_ key: ShownKey, of recipient: ShownRecipient, at: Date) -> Mrkdwn {
        """
        :no_entry: *Desactivada como se prometió*: \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). \
        Fecha: \(.date(at)).
        """
    }

    func notifiedInChannel(_ recipient: ShownRecipient, toldSince: Date, promised: Date) -> Mrkdwn {
        """
        Avisos enviados a: \(self.recipient(recipient)). El primero: \(.date(toldSince)). Fecha límite \
        prometida: \(.date(promised)).
        """
    }

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
        let end: Mrkdwn = until.map { " *Hasta: \(.date($0))*." } ?? ""
        return """
            :arrows_counterclockwise: \(self.key(key)) está activa de nuevo.\(end) Se le pidió a Relevo que la \
            reactivara: \(reason).
            """
    }

    func whatRestoreMeans(until: Date?, channel: Mrkdwn) -> Mrkdwn {
        guard let until else {
            return """
                *Si no se hace nada*, sigue activa, y sus avisos empiezan de nuevo cuando alcance la antigüedad \
                necesaria, con una fecha nueva. Antes de esa fecha no se desactiva nada. Preguntas: \(channel).
                """
        }
        return """
            *Si no se hace nada*, la primera ejecución desde esa fecha (\(.date(until))) la vuelve a desactivar, si para \
            entonces las reglas lo siguen exigiendo. Los avisos ya enviados siguen contando: no habrá otros, a lo \
            sumo un recordatorio. Migra antes a una clave nueva lo que la use; si no alcanza el tiempo, pregunta en \(channel).
            """
    }

    func restoredInChannel(_ key: ShownKey, until: Date?, reason: Mrkdwn) -> Mrkdwn {
        let title: Mrkdwn = until.map { "*Reactivada por un tiempo, hasta: \(.date($0))*" } ?? "*Reactivada*"
        let then: Mrkdwn =
            until == nil
            ? """
            No queda ninguna promesa por la que Relevo la vuelva a desactivar: la próxima ronda de avisos empieza como \
            siempre.
            """
            : """
            La primera ejecución después de esa fecha la vuelve a desactivar, si para entonces las reglas lo siguen \
            exigiendo.
            """
        return """
            :arrows_counterclockwise: \(title): \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Se le \
            pidió a Relevo que lo hiciera: \(reason). \(then)
            """
    }

    func notified(_ recipient: ShownRecipient) -> Mrkdwn { "Se avisó a: \(self.recipient(recipient))." }
}
