import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

extension SpanishPhrases {
    func summaryLine(_ summary: RunSummary) -> Mrkdwn {
        let seen: Mrkdwn =
            """
            \(plural(summary.accounts, "cuenta", "cuentas")), \(plural(summary.users, "usuario", "usuarios")), \
            \(plural(summary.activeKeys, "clave activa", "claves activas"))
            """
        let isTroubled = !summary.unknown.isEmpty || !summary.problems.isEmpty
        let what = summary.finishedAt == nil ? ahead(summary) : done(summary)
        if summary.isInterrupted {
            return """
                :warning: *Relevo fue interrumpido*: \(what). Lo que falta lo decide de nuevo la próxima ejecución. \
                Revisado: \(seen).
                """
        }
        return switch (summary.finishedAt == nil, isTroubled) {
        case (true, _): ":hourglass_flowing_sand: *Relevo está trabajando*: \(what). Revisado: \(seen)."
        case (false, false): ":white_check_mark: *Relevo terminó*: \(what). Revisado: \(seen)."
        case (false, true): ":warning: *Relevo terminó, con problemas*: \(what). Revisado: \(seen)."
        }
    }

    func noticesByStage(_ planned: [(stage: Int, count: Int)]) -> Mrkdwn {
        """
        *Avisos por etapa*: \
        \(planned.map { "\($0.count) a los \($0.stage) días" as Mrkdwn }.joined(separator: ", "))
        """
    }

    func heldTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? "*Vencida, pero no desactivada*: 1 clave"
            : "*Vencidas, pero no desactivadas*: \(count) claves"
    }

    func held(_ code: HoldReason.Code, _ count: Int) -> Mrkdwn { "\(count) × \(heldBecause(code))" }

    func share(_ percent: Int, of keys: Int, change: Int?) -> Mrkdwn {
        let change: Mrkdwn = change.map { " (\($0 < 0 ? "−" : "+" as Mrkdwn)\(abs($0)) en una semana)" } ?? .empty
        return
            "*\(percent) %* de \(plural(keys, "clave activa", "claves activas")) dentro de la antigüedad máxima\(change)."
    }

    func nextDays(_ days: [(day: Mrkdwn, count: Int)]) -> Mrkdwn {
        """
        *Fechas límite en 7 días*: \
        \(days.map { "\($0.count) el \($0.day)" as Mrkdwn }.joined(separator: ", "))
        """
    }

    func mostDue(_ recipients: [(recipient: ShownRecipient, count: Int)]) -> Mrkdwn {
        let list = recipients.map { "\(self.recipient($0.recipient)): \($0.count)" as Mrkdwn }
        return "*Más por rotar*: \(list.joined(separator: ", "))"
    }

    func week(_ week: RunSummary.Week) -> Mrkdwn {
        """
        *Los últimos 7 días*
        • \(plural(week.notices, "aviso", "avisos"))
        • \(plural(week.rotated, "clave rotada", "claves rotadas"))
        • \(plural(week.deactivated, "clave desactivada", "claves desactivadas"))
        • \(plural(week.newKeys, "clave nueva", "claves nuevas"))
        """
    }

    func andMore(_ count: Int) -> Mrkdwn { "y \(count) más" }

    func modes(_ modes: [(mode: Mode, accounts: Int)]) -> Mrkdwn {
        modes.map { "\(.code($0.mode.rawValue)) en \(plural($0.accounts, "cuenta", "cuentas"))" as Mrkdwn }
            .joined(separator: ", ")
    }

    func run(_ id: Mrkdwn, startedAt: Date, finishedAt: Date?) -> Mrkdwn {
        let end: Mrkdwn = finishedAt.map { ", fin: \(.date($0))" } ?? ""
        return "Ejecución \(id), inicio: \(.date(startedAt))\(end)"
    }

    func root(_ hash: Mrkdwn) -> Mrkdwn { "Raíz del registro \(hash)…" }

    func runAndRoot(_ run: Mrkdwn, root: Mrkdwn) -> Mrkdwn {
        "La ejecución \(run) terminó con la raíz \(root). `relevo history --verify --root …` la compara con el registro."
    }

    private func ahead(_ summary: RunSummary) -> Mrkdwn {
        list(
            [
                (summary.notices, plural(summary.notices, "aviso por enviar", "avisos por enviar")),
                (
                    summary.deactivationsPlanned,
                    plural(summary.deactivationsPlanned, "clave por desactivar", "claves por desactivar")
                ),
            ] + events(summary))
    }

    private func done(_ summary: RunSummary) -> Mrkdwn {
        list(
            [
                (
                    summary.notices,
                    outOf(summary.noticesDelivered, summary.notices, "aviso entregado", "avisos entregados")
                ),
                (
                    summary.deactivationsPlanned,
                    outOf(summary.deactivated, summary.deactivationsPlanned, "clave desactivada", "claves desactivadas")
                ),
            ] + events(summary))
    }

    private func events(_ summary: RunSummary) -> [(count: Int, words: Mrkdwn)] {
        [
            (summary.newKeys, plural(summary.newKeys, "clave nueva", "claves nuevas")),
            (summary.rotated, plural(summary.rotated, "clave rotada", "claves rotadas")),
            (summary.reactivated, plural(summary.reactivated, "clave reactivada", "claves reactivadas")),
        ]
    }

    private func list(_ items: [(count: Int, words: Mrkdwn)]) -> Mrkdwn {
        let said = items.filter { $0.count > 0 }.map(\.words)
        return said.isEmpty ? "nada que informar hoy" : said.joined(separator: ", ")
    }

    private func outOf(_ part: Int, _ whole: Int, _ one: Mrkdwn, _ many: Mrkdwn) -> Mrkdwn {
        part == whole ? plural(whole, one, many) : "\(part) de \(plural(whole, one, many))"
    }

    func plural(_ count: Int, _ one: Mrkdwn, _ many: Mrkdwn) -> Mrkdwn {
        "\(count) \(count == 1 ? one : many)"
    }

    func turnsTitle(_ count: Int, limit: Int) -> Mrkdwn {
        let who: Mrkdwn = count == 1 ? "1 clave espera su turno" : "\(count) claves esperan su turno"
        return """
            :hourglass: *\(who)*: se desactivan como máximo \(limit) por día, primero las promesas más antiguas. Previstas:
            """
    }

    func turn(_ count: Int, on day: Date) -> Mrkdwn { "\(plural(count, "clave", "claves")): \(.date(day))" }

    func limitsTitle() -> Mrkdwn { ":triangular_ruler: *Por favor, revisa los límites de desactivaciones*:" }

    func limitTooLow(_ limit: Int, keys: Int, needed: Int) -> Mrkdwn {
        """
        \(plural(keys, "clave necesita", "claves necesitan")) \(needed) desactivaciones por día; \
        `policy.max-deactivations` es \(limit), así que la cola crece
        """
    }

    func limitTooLow(_ limit: Int, in account: Mrkdwn, needed: Int) -> Mrkdwn {
        "Las claves de la cuenta \(account) necesitan \(needed) por día; su propio `max-deactivations` es \(limit)"
    }

    func queueEnds(_ keys: Int, limit: Int, lastDay: Mrkdwn, better: Int, days: Int) -> Mrkdwn {
        """
        De \(plural(keys, "clave", "claves")) con fecha límite, la última se desactiva el \(lastDay) con \
        `policy.max-deactivations` en \(limit); con \(better) terminaría en \(days) días
        """
    }

    func findingsTitle() -> Mrkdwn { ":mag: *Por favor, revisen*:" }

    func unreachableUsers(_ count: Int, _ names: Mrkdwn) -> Mrkdwn {
        """
        Las claves de \(count == 1 ? "1 usuario" : "\(count) usuarios") siguen activas porque nadie recibiría el aviso: \
        \(names). La lista semanal dice qué corregir.
        """
    }

    func beginsAnew(_ key: ShownKey, times: Int, last: RoundEnd) -> Mrkdwn {
        let why: Mrkdwn =
            switch last {
            case .recipientChanged: "cambió quién responde por ella"
            case .switchedOff: "se desactivó y se volvió a activar"
            case .exemptedByTags: "sus etiquetas la eximieron"
            case .reactivated: "alguien la volvió a activar"
            default: "sus avisos empezaron a contar"
            }
        return """
            \(self.key(key)): sus avisos han empezado de nuevo \(times) veces, la última porque \(why). Averigua \
            quién lo cambia.
            """
    }

    func pastItsDay(_ key: ShownKey, promised: Date?, because: HoldReason.Code) -> Mrkdwn {
        let why = heldBecause(because)
        guard let promised else { return "\(self.key(key)): ya pasó su fecha y sigue activa: \(why)." }
        return """
            \(self.key(key)): a su responsable se le dijo que se desactivaría (fecha límite: \(.date(promised))) y sigue \
            activa: \(why). Averigua quién lo cambió.
            """
    }

    func keptPastItsDay(_ key: ShownKey) -> Mrkdwn {
        "\(self.key(key)): su responsable la mantuvo activa después de la fecha prometida."
    }

    func otherFinding(_ subject: Mrkdwn) -> Mrkdwn { "\(subject): `relevo plan` muestra qué hay que corregir." }

    func overdue(days: Int) -> Mrkdwn { days == 1 ? "*Vencida hace 1 día.*" : "*Vencida hace \(days) días.*" }

    private func heldBecause(_ code: HoldReason.Code) -> Mrkdwn {
        switch code {
        case .keyNotActive: "ya no está activa"
        case .keyTooYoung: "según el reloj de AWS todavía no tiene la antigüedad suficiente"
        case .protected: "protegida por la configuración"
        case .decoy: "es un señuelo"
        case .exempt: "exenta hasta una fecha"
        case .ownerTypeUnknown: "no se sabe quién responde por el usuario (etiqueta `type`)"
        case .machinesNotEnforced: "es de una máquina, y para máquinas solo hay avisos"
        case .ownerUnreachable: "no hay cómo avisar a quien responde por ella"
        case .modeNotEnforce: "su cuenta no está en modo `enforce`"
        case .accountIncomplete: "su cuenta no se pudo leer por completo"
        case .recipientUnknown: "Slack no pudo decir si se puede contactar a su responsable"
        case .notPromised: "no se ha entregado ningún aviso vinculante al destinatario de hoy"
        case .promiseAhead: "la fecha límite prometida aún no llega"
        case .noticeTooRecent: "su primer aviso vinculante es demasiado reciente"
        case .channelCopyMissing: "la copia del aviso no ha llegado a este canal"
        case .clocksDisagree: "nuestro reloj y el de AWS difieren en más de cinco minutos"
        case .ledgerUnconfirmed: "no se sabe si el registro es el más reciente"
        case .otherLedger: "otro registro, o ejecuciones que este no conoce, anunciaron fechas límite posteriores"
        case .inUse: "es de una máquina y está en uso"
        case .useUnknown: "es de una máquina y no se sabe si está en uso"
        case .outsideWorkingHours: "fuera del horario laboral"
        case .retirementNotOffered: "no se preguntó a su responsable si se desactiva antes"
        case .notTheOwnersWord: "dio su acuerdo alguien que no es su responsable"
        case .successorNotInUse: "no hay en su lugar una clave más nueva en uso"
        case .deliveryUnknown: "aún no se sabe si llegó un mensaje anterior"
        case .summaryNotPosted: "no se pudo publicar el resumen"
        case .rate: "espera su turno: se desactiva un máximo por día"
        case .alarm: "*la detiene la alarma*: vencieron a la vez más de las que explican las fechas anunciadas"
        case .stopped: "*detenida* hasta que alguien reanude las desactivaciones"
        case .settingsChanged: "la configuración es más estricta desde hoy, y eso cuenta desde mañana"
        case .changedSinceDecision: "cambió justo antes de la desactivación"
        case .lookUpFailed: "no se pudo volver a leer justo antes de la desactivación"
        }
    }
}
