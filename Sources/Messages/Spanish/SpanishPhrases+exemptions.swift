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
        "\(self.key(key)), \(ageInLine(key)): exenta \(end(ending)), \(why(ending))."
    }

    func exemptionEndingInChannel(_ key: ShownKey, _ ending: ShownExemption, of recipient: ShownRecipient) -> Mrkdwn {
        "\(exemptionEnding(key, ending)) Destinatario: \(self.recipient(recipient))."
    }

    func afterExemptions(channel: Mrkdwn) -> Mrkdwn {
        """
        *Si no se hace nada*, desde esa fecha su antigüedad vuelve a contar: recibe avisos como cualquier otra clave, y \
        sin avisos nuevos no se desactiva nada. Si debe seguir como está por más tiempo, pídelo en \(channel).
        """
    }

    func afterExemptionsInChannel() -> Mrkdwn {
        """
        *Si no se hace nada*, desde esa fecha su antigüedad vuelve a contar: recibe avisos como cualquier otra clave, y \
        sin avisos nuevos no se desactiva nada. Para extender una: `relevo exempt KEY --until … --reason … --by …`, o \
        cambiarla donde se concedió.
        """
    }

    func exempted(_ exemption: ShownExemption) -> Mrkdwn {
        ":shield: *Exención nueva, \(end(exemption))*: \(whom(exemption)). \(why(exemption))."
    }

    func whileExempt(_ exemption: ShownExemption) -> Mrkdwn {
        let command: Mrkdwn =
            exemption.key == nil
            ? "`relevo exempt USER --end --reason … --by …`" : "`relevo exempt KEY --end --reason … --by …`"
        return "Mientras dure, no se envían avisos al respecto ni se desactiva nada. Para terminarla antes: \(command)."
    }

    func exemptionEnded(_ exemption: ShownExemption, reason: Mrkdwn, approver: Mrkdwn) -> Mrkdwn {
        """
        :shield: *Se terminó una exención*: \(whom(exemption)). \(reason), con aprobación de \(approver). Salvo que haya \
        otra vigente, la antigüedad vuelve a contar: hay avisos como para cualquier otra clave, y sin avisos nuevos no se \
        desactiva nada.
        """
    }

    func exemptionsTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? "*1 exención vigente*:" : "*\(count) exenciones vigentes* (todas: `relevo exempt --list`):"
    }

    func exemption(_ exemption: ShownExemption) -> Mrkdwn {
        let flaws = exemption.flaws.map { flaw($0, of: exemption) }
        let finding: Mrkdwn = flaws.isEmpty ? .empty : " :warning: \(flaws.joined(separator: "; "))."
        return "\(whom(exemption)), \(end(exemption)): \(why(exemption)).\(finding)"
    }

    private func whom(_ exemption: ShownExemption) -> Mrkdwn {
        exemption.key.map { "\($0) de \(exemption.user) en \(exemption.account)" }
            ?? "todas las claves de \(exemption.user) en \(exemption.account)"
    }

    private func end(_ exemption: ShownExemption) -> Mrkdwn {
        exemption.until.map { "hasta: \(.date($0))" } ?? "sin una fecha de término legible"
    }

    private func why(_ exemption: ShownExemption) -> Mrkdwn {
        let reason = exemption.reason ?? "sin motivo"
        let approver = exemption.approver.map { "con aprobación de \($0)" as Mrkdwn } ?? "sin decir quién la aprobó"
        let place: Mrkdwn =
            switch exemption.source {
            case .configuration: "en la configuración"
            case .tags: "en las etiquetas del usuario"
            case .command: "por comando"
            }
        return "\(reason), \(approver) (\(place))"
    }

    private func flaw(_ flaw: ExemptionFlaw, of exemption: ShownExemption) -> Mrkdwn {
        switch flaw {
        case .endMissing: "falta `relevo-exempt-until`"
        case .endUnreadable:
            "`relevo-exempt-until` no es una fecha como 2026-12-01\(exemption.unreadableEnd.map { ", sino \($0)" as Mrkdwn } ?? .empty)"
        case .tooLong: "debía durar más de lo que puede durar una exención, así que termina antes"
        case .reasonMissing: "falta `relevo-exempt-reason`"
        case .approverMissing: "falta `relevo-exempt-by`"
        case .approverIsOwner: "la aprobó quien responde por ella, y eso no cuenta como aprobación"
        }
    }
}
