import FoundationEssentials
import KeyPolicy
import Slack

extension SpanishPhrases {
    func exemptionsEndingTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":hourglass: *Una exención termina pronto*"
            : ":hourglass: *Terminan pronto las exenciones de \(keys(count))*"
    }

    func exemptionEnding(_ key: ShownKey, _ ending: ShownExemption) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)): exenta (\(end(ending))), \(why(ending))."
    }

    func afterExemptions(channel: Mrkdwn) -> Mrkdwn {
        """
        Después su antigüedad vuelve a contar: sus avisos empiezan de nuevo y sin ellos no se desactiva nada. Si debe \
        seguir como está, pide otra exención en \(channel).
        """
    }

    func exempted(_ exemption: ShownExemption) -> Mrkdwn {
        ":shield: *Exención nueva* (\(end(exemption))): \(whom(exemption)), \(why(exemption))."
    }

    func exemptionEnded(_ exemption: ShownExemption, reason: Mrkdwn, approver: Mrkdwn) -> Mrkdwn {
        """
        :shield: *Exención terminada*: \(whom(exemption)). La terminó \(approver): \(reason). Los avisos empiezan de \
        nuevo con la próxima ejecución.
        """
    }

    func exemptionsTitle(_ count: Int) -> Mrkdwn {
        count == 1 ? "*1 exención vigente*" : "*\(count) exenciones vigentes*"
    }

    func exemption(_ exemption: ShownExemption) -> Mrkdwn {
        let flaws = exemption.flaws.map(flaw)
        let finding: Mrkdwn = flaws.isEmpty ? .empty : " :warning: \(flaws.joined(separator: "; "))."
        return "\(whom(exemption)) (\(end(exemption))), \(why(exemption)).\(finding)"
    }

    func restoredTitle() -> PlainText { "Tu clave de acceso de AWS está activa de nuevo por un tiempo" }

    func restored(_ key: ShownKey, until: Date, reason: Mrkdwn) -> Mrkdwn {
        ":arrows_counterclockwise: \(self.key(key)) se reactivó; *fecha límite: \(.date(until))*. Motivo: \(reason)"
    }

    func restoredInChannel(_ key: ShownKey, of recipient: ShownRecipient, until: Date, reason: Mrkdwn) -> Mrkdwn {
        """
        :arrows_counterclockwise: *Reactivada por un tiempo* (fecha límite: \(.date(until))): \(self.key(key)), \
        \(ageInLine(key)). Motivo: \(reason) Se avisó a: \(self.recipient(recipient)).
        """
    }

    func whatRestoreMeans(until: Date, channel: Mrkdwn) -> Mrkdwn {
        """
        *Qué significa*: la primera ejecución desde esa fecha (\(.date(until))) la vuelve a desactivar, sin más avisos. \
        Rótala antes; si no es posible, pregunta en \(channel).
        """
    }

    func restoresEndingTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":hourglass: *Una clave reactivada se vuelve a desactivar pronto*"
            : ":hourglass: *\(keys(count)) reactivadas se vuelven a desactivar pronto*"
    }

    func restoreEnding(_ key: ShownKey, until: Date) -> Mrkdwn {
        """
        \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)): activa con fecha límite \(.date(until)); después \
        se vuelve a desactivar.
        """
    }

    func retirementsOfferedTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":wastebasket: *Una clave antigua no se usa: ¿se puede retirar?*"
            : ":wastebasket: *\(keys(count)) no se usan: ¿se pueden retirar?*"
    }

    func retirementOffered(_ key: ShownKey, successor: Mrkdwn) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). En su lugar se usa \(successor)."
    }

    func howToAgree(channel: Mrkdwn) -> Mrkdwn {
        """
        Puedes desactivarla tú, o decir en \(channel) que estás de acuerdo con retirarla antes de tiempo. Si no lo haces no \
        pasa nada: sus avisos siguen como siempre.
        """
    }

    func retirementOfferedInChannel(
        _ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn, command: Mrkdwn
    ) -> Mrkdwn {
        """
        \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). En su lugar se usa \(successor). Se preguntó a: \
        \(self.recipient(recipient)). Cuando esté de acuerdo: \(command)
        """
    }

    func retiredTitle() -> PlainText { "Tu clave de acceso antigua de AWS se retiró" }

    func retired(_ key: ShownKey, successor: Mrkdwn, agreedBy: Mrkdwn, reason: Mrkdwn) -> Mrkdwn {
        """
        :no_entry: \(self.key(key)) se desactivó antes de su fecha, con el acuerdo de \(agreedBy): \(reason) En su lugar \
        se usa \(successor).
        """
    }

    func retiredInChannel(
        _ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn, agreedBy: Mrkdwn, reason: Mrkdwn
    ) -> Mrkdwn {
        """
        :no_entry: *Retirada antes de tiempo*: \(self.key(key)), \(ageInLine(key)), con el acuerdo de \(agreedBy): \
        \(reason) En su lugar se usa \(successor). Se avisó a: \(self.recipient(recipient)).
        """
    }

    func ifYouDidNotAgree(channel: Mrkdwn) -> Mrkdwn {
        "*Si no estuviste de acuerdo, dilo ahora en \(channel)*: se puede reactivar enseguida."
    }

    func decoysUsedTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":rotating_light: *Se usó la clave de un señuelo*"
            : ":rotating_light: *Se usaron las claves de \(count) señuelos*"
    }

    func decoyUsed(_ key: ShownKey, at: Date, service: Mrkdwn?, region: Mrkdwn?) -> Mrkdwn {
        let place = [service, region].compactMap(\.self)
        let with: Mrkdwn = place.isEmpty ? .empty : " (\(place.joined(separator: ", ")))"
        return """
            \(self.key(key)), uso: \(.date(at))\(with). Nadie tiene motivo para usarla: quien lo hizo la encontró donde \
            estaba como señuelo. Trátalo como una intrusión.
            """
    }

    func brakedTitle(_ count: Int) -> Mrkdwn {
        """
        :octagonal_sign: *El freno retiene \(keys(count))*: hay más por desactivar de las que se permiten en 24 horas, así \
        que no se desactiva ninguna. Por favor, revisa la lista:
        """
    }

    func braked(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Quién responde: \(self.recipient(recipient))."
    }

    func howToRelease(command: Mrkdwn) -> Mrkdwn {
        """
        Si todas deben desactivarse: \(command). Deja pasar exactamente esta lista durante 24 horas, y cada clave se vuelve \
        a comprobar. Si no, no pasa nada.
        """
    }

    private func whom(_ exemption: ShownExemption) -> Mrkdwn {
        exemption.key.map { "\($0) de \(exemption.user) en \(exemption.account)" }
            ?? "todas las claves de \(exemption.user) en \(exemption.account)"
    }

    private func end(_ exemption: ShownExemption) -> Mrkdwn {
        exemption.until.map { "fecha límite: \(.date($0))" } ?? "sin una fecha límite legible"
    }

    private func why(_ exemption: ShownExemption) -> Mrkdwn {
        let reason = exemption.reason ?? "sin motivo"
        let approver = exemption.approver.map { "la aprobó \($0)" as Mrkdwn } ?? "sin nombre de quien la aprobó"
        let place: Mrkdwn =
            switch exemption.source {
            case .configuration: "en la configuración"
            case .tags: "en las etiquetas del usuario"
            case .command: "por comando"
            }
        return "\(reason) (\(approver), \(place))"
    }

    private func flaw(_ flaw: ExemptionFlaw) -> Mrkdwn {
        switch flaw {
        case .endMissing: "falta `relevo-exempt-until`"
        case .endUnreadable: "`relevo-exempt-until` no es una fecha como 2026-12-01"
        case .tooLong: "dura más que los 90 días que pueden dar las etiquetas"
        case .reasonMissing: "falta `relevo-exempt-reason`"
        case .approverMissing: "falta `relevo-exempt-by`"
        }
    }
}
