import FoundationEssentials
import KeyPolicy
import Slack

extension SpanishPhrases {
    func unreachableTitle(_ count: Int) -> PlainText {
        PlainText(
            count == 1
                ? "No se pudo avisar a quien responde por una clave de acceso de AWS"
                : "No se pudo avisar a quienes responden por \(count) claves de acceso de AWS")
    }

    func unreachableIntro() -> Mrkdwn {
        """
        Lo que sigue no pudo llegar a quien responde por cada clave, por eso está aquí: con el motivo y la manera de \
        corregirlo.
        """
    }

    func unreachableContinued() -> Mrkdwn { "Más claves por las que no se pudo avisar a quien responde." }

    func unreachableText(_ count: Int) -> Mrkdwn {
        count == 1
            ? "No se pudo avisar a quien responde por \(keys(count))"
            : "No se pudo avisar a quienes responden por \(keys(count))"
    }

    func ownersUnreachableTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? """
            :bust_in_silhouette: *No hay cómo avisar a quien responde por 1 usuario.* Sus claves siguen activas hasta \
            que se corrija:
            """
            : """
            :bust_in_silhouette: *No hay cómo avisar a quienes responden por \(count) usuarios.* Sus claves siguen \
            activas hasta que se corrija:
            """
    }

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

    func ownerLost(_ key: ShownKey, from: ShownRecipient, deadline: Date, isForChannel: Bool) -> Mrkdwn {
        let who: Mrkdwn = isForChannel ? "a \(recipient(from)) se le avisó" : "te avisamos"
        return """
            \(self.key(key)): \(who) que se desactivaría el \(.date(deadline)). Ahora no hay cómo avisar a quien responde \
            por ella, así que sigue activa hasta que se corrija.
            """
    }

    func afterOwnersChanged(channel: Mrkdwn) -> Mrkdwn {
        "*Si es un error*, avisa en \(channel): alguien cambió quién responde por la clave."
    }

    func afterOwnersChangedInChannel() -> Mrkdwn {
        """
        Donde no se indica otro motivo, cambió la etiqueta `slack-id`, `type`, `team` o `full-name`, o `teams` en la \
        configuración. Si es un error, hay que corregirlo; CloudTrail muestra quién cambió una etiqueta.
        """
    }

    func ownersLeftTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":rotating_light: *Alguien que dejó la empresa todavía tiene una clave de acceso activa*"
            : ":rotating_light: *Personas que dejaron la empresa todavía tienen \(keys(count)) activas*"
    }

    func ownerLeft(_ key: ShownKey, owner: ShownRecipient) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Su responsable era \(recipient(owner)), cuya cuenta de Slack está desactivada."
    }

    func afterOwnersLeft(hasCommands: Bool) -> Mrkdwn {
        """
        Si otra persona necesita una clave, hay que poner su ID en la etiqueta `slack-id` del usuario. Si no, hay que \
        desactivarla\(hasCommands ? ". Con credenciales de la cuenta, esto desactiva todas las claves de estos usuarios:" : " en IAM.")
        """
    }

    func unreachable(_ reason: UnreachableReason, _ owner: ShownOwner) -> Mrkdwn {
        switch reason {
        case .ownerTypeUnknown:
            owner.type.map {
                """
                La etiqueta `type` de \(owner.user) dice \($0). Debe ser `engineer` o `machine`, y `slack-id` el \
                ID de quien responde por el usuario.
                """
            }
                ?? """
                \(owner.user) no tiene la etiqueta `type`. Agrégala con `engineer` o `machine`, y pon en `slack-id` \
                el ID de quien responde por el usuario.
                """
        case .contactMissing:
            owner.isMachine
                ? """
                La máquina \(owner.user) no tiene etiqueta `slack-id` ni `team`. Etiquétala con el ID del canal de \
                su equipo o con un equipo que figure en la configuración.
                """
                : """
                \(owner.user) no tiene la etiqueta `slack-id`. Agrégala con el ID de miembro de su responsable, que \
                está en su perfil de Slack (“Copiar ID de miembro”).
                """
        case .contactMalformed:
            owner.isMachine
                ? """
                La etiqueta `slack-id` de \(owner.user) dice \(shown(owner.slackID)), que no es un ID de Slack. Usa \
                el de un canal (`C…`) o el de un miembro (`U…`).
                """
                : """
                La etiqueta `slack-id` de \(owner.user) dice \(shown(owner.slackID)), que no es un ID de Slack. Usa \
                el ID de miembro de su responsable (`U…`), que está en su perfil de Slack.
                """
        case .channelForEngineer:
            """
            La etiqueta `slack-id` de \(owner.user) indica un canal (\(shown(owner.slackID))), y la clave de una \
            persona es un asunto privado. Usa el ID de miembro de su responsable (`U…`).
            """
        case .contactShared:
            """
            El ID de Slack \(shown(owner.slackID)) de \(owner.user) figura con dos nombres completos distintos, así \
            que no se sabe de quién es. Corrige `slack-id` o `full-name` donde haya un error.
            """
        case .teamUnknown:
            """
            La etiqueta `team` de \(owner.user) dice \(shown(owner.team)), que no figura en `teams` de la \
            configuración. Agrega el equipo ahí o corrige la etiqueta.
            """
        case .personUnknown:
            """
            Slack no conoce a ningún miembro \(shown(owner.slackID)). Corrige la etiqueta `slack-id` de \
            \(owner.user).
            """
        case .personLeft:
            """
            La cuenta de Slack de \(person(owner)) está desactivada. Si esa persona se fue, \
            elimina las claves de \(owner.user). Si no, corrige su etiqueta `slack-id`.
            """
        case .personIsBot:
            """
            \(shown(owner.slackID)) es un bot, y los bots no rotan nada. Pon en la etiqueta `slack-id` de \
            \(owner.user) el ID de una persona.
            """
        case .personIsForeign:
            """
            \(shown(owner.slackID)) pertenece a otro espacio de trabajo de Slack. Pon en la etiqueta `slack-id` de \
            \(owner.user) el ID de un miembro de este.
            """
        case .deliveryRefused:
            owner.isMachine
                ? """
                Slack no permite que Relevo escriba nada para \(owner.user). Invita a Relevo al canal de su equipo o \
                corrige su etiqueta `slack-id` o `team`.
                """
                : """
                Slack no permite que Relevo escriba a \(person(owner)). Revisa si puede recibir mensajes de \
                aplicaciones, o pon en la etiqueta `slack-id` de \(owner.user) el ID de quien responde por el usuario.
                """
        }
    }

    private func shown(_ value: Mrkdwn?) -> Mrkdwn { value ?? "(ninguno)" }

    private func person(_ owner: ShownOwner) -> Mrkdwn {
        owner.fullName.map { "\($0) (\(shown(owner.slackID)))" } ?? shown(owner.slackID)
    }
}
