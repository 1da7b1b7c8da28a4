import FoundationEssentials
import KeyPolicy
import Slack

extension SpanishPhrases {
    func stopped(_ stop: ShownStop) -> Mrkdwn {
        ":octagonal_sign: *Se detuvieron \(place(stop))*: \(cause(stop))."
    }

    func whileStopped(_ stop: ShownStop) -> Mrkdwn {
        let there: Mrkdwn = if case .everywhere = stop.place { .empty } else { " allí" }
        return switch stop.cause {
        case .person:
            """
            No se desactiva nada\(there) hasta que otra persona reanude las desactivaciones: \(stop.command). Los avisos continúan y \
            mencionan la pausa, y las fechas límite se mantienen.
            """
        case .massChange:
            """
            ¿Fue a propósito? Esto puede deberse a un script que escribe la misma etiqueta en todas partes. Allí no se \
            desactiva nada hasta que alguien con permiso de aprobar reanude las desactivaciones: \(stop.command). Los \
            avisos continúan.
            """
        case .restores:
            """
            Algo allí necesita claves que Relevo desactivó. No se desactiva nada más allí hasta que alguien con permiso de \
            aprobar reanude las desactivaciones: \(stop.command). Los avisos continúan.
            """
        case .manyLeft:
            """
            ¿De verdad se fueron? Esto puede deberse a un error en el proveedor de identidad que alimenta Slack. Allí \
            no se desactiva nada hasta que alguien con permiso de aprobar reanude las desactivaciones: \
            \(stop.command). Los avisos continúan.
            """
        case .becameMachine:
            """
            Si es una máquina, alguien con permiso de aprobar lo confirma: \(stop.command). Después empiezan avisos \
            nuevos. Si no lo es, hay que volver a poner `type` como estaba. Mientras tanto, sus claves siguen activas.
            """
        }
    }

    func resumed(_ stop: ShownStop, by: Mrkdwn, reason: Mrkdwn) -> Mrkdwn {
        switch stop.cause {
        case .becameMachine:
            ":arrow_forward: *Se confirmó que es una máquina*: \(whose(stop)), por \(by): \(reason)."
        case .person, .massChange, .restores, .manyLeft:
            """
            :arrow_forward: *Se reanudaron \(place(stop))*, por \(by): \(reason). Estaban detenidas desde: \
            \(.date(stop.since)): \(cause(stop)).
            """
        }
    }

    func afterResume(_ stops: [ShownStop]) -> Mrkdwn {
        stops.contains { !$0.waitsForConfirmation }
            ? """
            Desde ahora se vuelven a desactivar las claves cuya fecha límite ya pasó, dentro de los límites de cada día.
            """
            : "Lo que se le dijo antes a su responsable ya no cuenta: empiezan avisos nuevos."
    }

    func unconfirmedTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? """
            :octagonal_sign: *Un usuario pasó a ser máquina después de prometerse una fecha a su responsable*: por favor, \
            confírmenlo
            """
            : """
            :octagonal_sign: *\(count) usuarios pasaron a ser máquinas después de prometerse una fecha a sus \
            responsables*: por favor, confírmenlo
            """
    }

    func unconfirmed(_ stop: ShownStop) -> Mrkdwn {
        "\(whose(stop)), desde \(.date(stop.since)): \(stop.command), o volver a poner `type` como estaba"
    }

    func stopsTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":octagonal_sign: *Hay 1 pausa vigente*:" : ":octagonal_sign: *Hay \(count) pausas vigentes*:"
    }

    func stop(_ stop: ShownStop) -> Mrkdwn {
        "Detenidas: \(place(stop)). Desde: \(.date(stop.since)). Motivo: \(cause(stop)). Para reanudarlas: \(stop.command)"
    }

    func stoppedInNotice(waitsForConfirmation: Bool) -> Mrkdwn {
        waitsForConfirmation
            ? """
            :octagonal_sign: La etiqueta `type` del usuario pasó a `machine`; hasta que el equipo de seguridad lo confirme, \
            esta clave sigue activa.
            """
            : """
            :octagonal_sign: Las desactivaciones están detenidas, así que esta clave sigue activa. La fecha límite se \
            mantiene: cuando se reanuden, puede desactivarse sin otro aviso.
            """
    }

    func settingsChangedTitle(_ count: Int, from: Mrkdwn?) -> Mrkdwn {
        let what: Mrkdwn =
            count == 1 ? "*La configuración cambió en un punto*" : "*La configuración cambió en \(count) puntos*"
        return from.map {
            """
            :gear: \(what), y ahora es más estricta. Los valores más estrictos se aplican a las desactivaciones desde \
            esta fecha: \($0); lo demás rige ya:
            """
        } ?? ":gear: \(what). Rige desde ahora:"
    }

    func settingChanged(_ name: Mrkdwn, from: Mrkdwn?, to: Mrkdwn?) -> Mrkdwn {
        switch (from, to) {
        case (let from?, let to?): "\(name): \(from), ahora \(to)"
        case (nil, let to?): "\(name): se agregó \(to)"
        case (let from?, nil): "\(name): se quitó \(from)"
        case (nil, nil): name
        }
    }

    func hiddenEntry() -> Mrkdwn { "una entrada" }

    private func place(_ stop: ShownStop) -> Mrkdwn {
        switch stop.place {
        case .everywhere: "todas las desactivaciones"
        case .account(let account): "las desactivaciones en la cuenta \(account)"
        case .user(let user, let account): "las desactivaciones de \(user) en la cuenta \(account)"
        }
    }

    private func whose(_ stop: ShownStop) -> Mrkdwn {
        switch stop.place {
        case .everywhere: "todo"
        case .account(let account): "la cuenta \(account)"
        case .user(let user, let account): "\(user) en la cuenta \(account)"
        }
    }

    private func cause(_ stop: ShownStop) -> Mrkdwn {
        switch stop.cause {
        case .person(let by, let reason): "\(reason), detenidas por \(by)"
        case .massChange(let changed, let users):
            "\(changed) de \(users) usuarios con claves cambiaron a la vez de tipo, de responsable o de contacto"
        case .restores(let count): "en un día se reactivaron allí \(count) claves"
        case .manyLeft(let people):
            "\(people) personas dejaron Slack a la vez; si son más de \(OwnerChanges.leaversAllowed), alguien debe confirmarlo"
        case .becameMachine: "su `type` pasó a `machine` después de prometerse una fecha a su responsable"
        }
    }

    func ledgerAcceptedTitle(_ count: Int, until: Date) -> Mrkdwn {
        let then: Mrkdwn =
            count == 0
            ? "Ninguna clave tenía una fecha anunciada."
            : "Los avisos sobre \(keys(count)) empiezan de nuevo:"
        return """
            :warning: *Alguien aceptó el registro aunque Relevo no pudo ver en este canal si es el más reciente.* \
            No se desactiva nada antes del \(.date(until)). \(then)
            """
    }

    func beginsAnewAfterAcceptance(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)). Destinatario: \(self.recipient(recipient))."
    }

    func promisesContinued(_ part: Int, of parts: Int) -> Mrkdwn {
        """
        _Para el propio Relevo, por si se pierde su registro: las fechas límite de más cuentas, parte \(part) de \
        \(parts). Por favor, no borres este mensaje._
        """
    }

    func brakedTitle(_ count: Int) -> Mrkdwn {
        """
        :octagonal_sign: *La alarma detiene \(keys(count))*: vencieron a la vez más de las que explican las fechas \
        anunciadas. Puede ser un error, así que no se desactiva ninguna de ellas:
        """
    }

    func alarm(in account: Mrkdwn?, unexpected: Int, allowed: Int) -> Mrkdwn {
        let place: Mrkdwn = account.map { "En la cuenta \($0)" } ?? "En todas las cuentas juntas"
        return "\(place): \(keys(unexpected)) vencieron en un día distinto del anunciado; se permiten \(allowed)."
    }

    func pleaseCheck() -> Mrkdwn { "Por favor, revisa la lista:" }

    func braked(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Destinatario: \(self.recipient(recipient))."
    }

    func howToRelease(command: Mrkdwn, until: Date) -> Mrkdwn {
        """
        *Si todas deben desactivarse*: \(command) (plazo: \(.date(until))). Libera exactamente esta lista, tantas \
        claves por día como permite el límite, y cada clave tiene que cumplir las demás reglas. *Si alguna debe seguir \
        activa*, hay que eximirla antes: `relevo exempt`. *Si no se hace nada*, todas siguen activas y la próxima \
        ejecución vuelve a preguntar.
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
}
