import KeyWatch
import Slack

extension SpanishPhrases {
    func unknownTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":warning: *Una cuenta no se pudo leer por completo*; allí no se hace nada:"
            : ":warning: *\(count) cuentas no se pudieron leer por completo*; allí no se hace nada:"
    }

    func unknown(_ account: Mrkdwn, why: FailureKind) -> Mrkdwn {
        let reason: Mrkdwn =
            switch why {
            case .notAllowed: "AWS denegó el acceso al rol de Relevo; `relevo doctor` indica qué falta"
            case .throttled: "AWS limitó (throttling) las llamadas durante demasiado tiempo"
            case .noAnswer: "AWS no respondió con claridad"
            case .tooSlow: "la lectura tardó demasiado"
            case .notAsked: "esta ejecución no la incluía (`--account`)"
            case .other: "la salida de la ejecución tiene el error"
            }
        return "\(account): \(reason)"
    }

    func problemsTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":rotating_light: *Algo salió mal* (la salida de la ejecución tiene el detalle):"
            : ":rotating_light: *\(count) problemas* (la salida de la ejecución tiene los detalles):"
    }

    func problem(_ kind: Problem.Kind, about subject: Mrkdwn?) -> Mrkdwn {
        let what: Mrkdwn =
            switch kind {
            case .messageNotDelivered: "no se entregó un mensaje; la próxima ejecución lo vuelve a intentar"
            case .messageUndeliverable: "Slack rechazó un mensaje; lo que decía está en este canal"
            case .messageMayNotHaveArrived: "quizá no llegó un mensaje; la próxima ejecución lo busca"
            case .messageNotLookedUp: "no se pudo buscar un mensaje anterior; la próxima ejecución lo vuelve a intentar"
            case .messageSentAgain:
                """
                durante una semana no se pudo buscar un mensaje, así que se envió otra vez; revisa los permisos de \
                historial de la aplicación
                """
            case .messageOutOfDate: "un mensaje esperó hasta dejar de ser cierto y no se envió"
            case .noticeNotSent: "no se envió un aviso; la próxima ejecución vuelve a decidir"
            case .copiesMissing: "aquí faltan copias de avisos; hasta que lleguen, sus claves siguen activas"
            case .promisesIncomplete: "en el hilo faltan fechas límite que leen otros registros"
            case .summaryNotPosted: "no se pudo publicar el resumen, así que no se desactivó nada"
            case .summaryNotCompleted: "no se pudo completar el resumen"
            case .keyNotDeactivated: "AWS no la desactivó; la próxima ejecución vuelve a decidir"
            case .changeUnknown:
                "se perdió la respuesta de AWS, así que no se sabe si cambió; la próxima ejecución la vuelve a leer"
            case .changeNeverKnown:
                """
                su cuenta ya no se vigila, así que no se sabrá si cambió; si la cuenta todavía es de ustedes, revisen la \
                clave en IAM
                """
            case .deactivationSkippedAgain: "debía desactivarse y se omitió a último momento en varias ejecuciones"
            case .heldByLookUp: "retenidas porque algo no se pudo leer"
            case .userNotReadAgain: "antes de un mensaje no se pudieron volver a leer sus claves, así que no se envió"
            case .decoyNotRead: "no se pudo leer si alguien usó un señuelo"
            case .reportNotUsed: "no se pudo usar el informe de credenciales, así que se leyó a cada usuario"
            case .ledgerDoubted: "no se sabe si el registro es el más reciente, así que no se desactiva nada"
            case .otherLedger:
                """
                otro registro anuncia fechas límite para estas cuentas, y antes de ellas no se desactiva nada; si dos \
                Relevos vigilan estas cuentas, detengan uno
                """
            case .foreignApp:
                """
                esta aplicación no es de Relevo, y las fechas límite que publicó aquí no cuentan; si lo fue, agréguenla en \
                `slack.earlier-apps`
                """
            case .selectorWithoutMatch: "una entrada no coincide con nada y no hace nada; corríjanla o quítenla"
            case .hoursMissed: "ninguna ejecución cae dentro de `policy.hours`, así que nunca se desactiva nada"
            }
        return subject.map { "\($0): \(what)" } ?? what
    }

    func thisChannel() -> Mrkdwn { "este canal" }

    func within(_ account: Mrkdwn, _ what: Mrkdwn) -> Mrkdwn { "\(what) en \(account)" }
}
