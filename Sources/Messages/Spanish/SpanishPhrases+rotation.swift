import Slack

extension SpanishPhrases {
    func paste(keys: Int, isBrief: Bool, asksForCode: Bool) -> Mrkdwn {
        switch (keys, isBrief, asksForCode) {
        case (1, false, false): "Para reemplazarla, pegar esto donde está configurada (prueba la nueva):"
        case (1, true, false): "Para reemplazarla, pegar esto donde está configurada:"
        case (1, false, true): "Pegar esto donde está configurada la clave; solo AWS recibe el código:"
        case (1, true, true): "Pegar esto (solo AWS recibe el código):"
        case (_, _, false): "Para la primera (las demás están en el hilo), pegar esto:"
        case (_, _, true): "Para la primera, pegar esto; solo AWS recibe el código:"
        }
    }

    func rotateOrPaste(_ command: Mrkdwn, keys: Int) -> Mrkdwn {
        keys == 1 ? "Ejecutar \(command) o pegar esto:" : "Ejecutar \(command) o pegar esto para la primera:"
    }

    func vaultOrPaste(_ command: Mrkdwn) -> Mrkdwn { "Ejecutar \(command) (ver hilo) o pegar esto:" }

    func rotateWith(_ command: Mrkdwn) -> Mrkdwn { "Ejecutar \(command)." }

    func detailsTitle() -> Mrkdwn { "*Más sobre cómo rotar*" }

    func inConsole() -> Mrkdwn {
        """
        *En la consola*: el aviso enlaza la página del usuario. *Crear clave de acceso*, poner ambos valores donde están los \
        anteriores y comprobar que todo funcione; después, *Desactivar* la anterior.
        """
    }

    func withVault(_ command: Mrkdwn) -> Mrkdwn {
        """
        *Con aws-vault*: \(command), con `--no-session` si el perfil no usa MFA. Elimina la anterior de inmediato: antes \
        conviene asegurarse de que nada más la use.
        """
    }

    func onWindows() -> Mrkdwn { "*En Windows*: usar WSL para los comandos, o la consola." }

    func mfa() -> Mrkdwn { "*Si IAM exige MFA*, pega esto en su lugar; solo AWS recibe el código:" }

    func twoKeys() -> Mrkdwn {
        "*Si el usuario ya tiene dos claves*, IAM rechaza una tercera: hay que eliminar antes la que no se usa."
    }

    func moveToNewer(_ newer: Mrkdwn, _ command: Mrkdwn?) -> Mrkdwn {
        let what: Mrkdwn = "Pasar todo a la clave nueva, \(newer), y luego desactivar esta"
        return command.map { "\(what): \($0)" } ?? "\(what)."
    }

    func deleteFirst(_ other: Mrkdwn, isActive: Bool, _ command: Mrkdwn?) -> Mrkdwn {
        let what: Mrkdwn = isActive ? "la otra clave" : "la inactiva"
        return command.map { "Eliminar antes \(what), si sobra (es definitivo): \($0)" }
            ?? "Eliminar antes \(what), \(other), si sobra (es definitivo)."
    }

    func afterDeactivation() -> Mrkdwn {
        """
        *Desactivar una clave* no elimina nada y se puede deshacer. Las sesiones ya creadas con ella siguen hasta que venzan, \
        como máximo 36 horas después. Tras unos días sin problemas, se puede eliminar la anterior.
        """
    }

    func neverAsks() -> Mrkdwn { "Relevo nunca pide una clave secreta ni un código." }
}
