import Slack

extension SpanishPhrases {
    func paste(keys: Int, isBrief: Bool, asksForCode: Bool) -> Mrkdwn {
        switch (keys, isBrief, asksForCode) {
        case (1, false, false): "Para reemplazarla, pega esto donde está configurada; primero prueba la nueva:"
        case (1, true, false): "Para reemplazarla, pega esto donde está configurada:"
        case (1, false, true): "Pega esto donde está configurada la clave; solo AWS recibe el código:"
        case (1, true, true): "Pega esto (solo AWS recibe el código):"
        case (_, _, false): "Para la primera (las demás están en el hilo), pega esto:"
        case (_, _, true): "Para la primera, pega esto; solo AWS recibe el código:"
        }
    }

    func rotateOrPaste(_ command: Mrkdwn, keys: Int) -> Mrkdwn {
        keys == 1 ? "Ejecuta \(command) o pega esto:" : "Ejecuta \(command) o pega esto para la primera:"
    }

    func vaultOrPaste(_ command: Mrkdwn) -> Mrkdwn { "Ejecuta \(command) (ver hilo) o pega esto:" }

    func rotateWith(_ command: Mrkdwn) -> Mrkdwn { "Ejecuta \(command)." }

    func detailsTitle() -> Mrkdwn { "*Más sobre cómo rotar*" }

    func inConsole() -> Mrkdwn {
        """
        *En la consola*: el aviso enlaza la página del usuario. *Crear clave de acceso*, pon ambos valores donde están los \
        anteriores y comprueba que todo funcione; después, *Desactivar* la anterior.
        """
    }

    func withVault(_ command: Mrkdwn) -> Mrkdwn {
        """
        *Con aws-vault*: \(command), con `--no-session` si el perfil no usa MFA. Elimina la anterior de inmediato: antes \
        asegúrate de que nada más la use.
        """
    }

    func onWindows() -> Mrkdwn { "*En Windows*: usa WSL o Git Bash para los comandos, o la consola." }

    func mfa() -> Mrkdwn { "*Si IAM exige MFA*, pega esto en su lugar; solo AWS recibe el código:" }

    func twoKeys() -> Mrkdwn {
        "*Si el usuario ya tiene dos claves*, IAM rechaza una tercera: elimina antes la que no se usa."
    }

    func moveToNewer(_ newer: Mrkdwn, _ command: Mrkdwn?) -> Mrkdwn {
        let what: Mrkdwn = "Pasa todo a la clave nueva, \(newer), y luego desactiva esta"
        return command.map { "\(what): \($0)" } ?? "\(what)."
    }

    func deleteFirst(_ other: Mrkdwn, isActive: Bool, _ command: Mrkdwn?) -> Mrkdwn {
        let what: Mrkdwn = isActive ? "la otra clave" : "la inactiva"
        return command.map { "Elimina antes \(what), si nada la usa: \($0)" }
            ?? "Elimina antes \(what), \(other), si nada la usa."
    }

    func afterDeactivation() -> Mrkdwn {
        """
        *Desactivar una clave* no elimina nada y se puede deshacer. Las sesiones ya creadas con ella siguen hasta que venzan, \
        como máximo 36 horas después. Tras unos días sin problemas, elimina la anterior.
        """
    }

    func neverAsks() -> Mrkdwn { "Relevo nunca pide una clave secreta ni un código." }
}
