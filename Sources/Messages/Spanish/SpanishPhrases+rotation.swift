import Slack

extension SpanishPhrases {
    func paste(_ key: Mrkdwn, keys: Int, isBrief: Bool, asksForCode: Bool) -> Mrkdwn {
        switch (keys, isBrief, asksForCode) {
        case (1, false, false): "Pega esto donde está configurada (crea otra y desactiva esta):"
        case (1, true, false): "Pega esto donde está configurada (desactiva esta):"
        case (1, false, true): "Pega esto donde está configurada la clave; solo AWS recibe el código:"
        case (1, true, true): "Pega esto (solo AWS recibe el código):"
        case (_, _, false): "Para \(key) (las demás están en el hilo), pega esto:"
        case (_, _, true): "Para \(key), pega esto; solo AWS recibe el código:"
        }
    }

    func rotateOrPaste(_ command: Mrkdwn, _ key: Mrkdwn, keys: Int) -> Mrkdwn {
        keys == 1 ? "Ejecuta \(command) o pega esto:" : "Ejecuta \(command) o pega esto para \(key):"
    }

    func vaultOrPaste(_ command: Mrkdwn) -> Mrkdwn { "Ejecuta \(command) (ver hilo) o pega esto:" }

    func rotateWith(_ command: Mrkdwn) -> Mrkdwn { "Ejecuta \(command)." }

    func detailsTitle() -> Mrkdwn { "*Más sobre cómo rotar*" }

    func inConsole() -> Mrkdwn {
        """
        *En la consola*, también si varios programas usan la clave: el aviso tiene un enlace a la página del usuario. \
        *Crear clave de acceso*, pon ambos valores donde están los anteriores y comprueba que todo funcione; después, \
        *Desactivar* la anterior.
        """
    }

    func withVault(_ command: Mrkdwn) -> Mrkdwn {
        """
        *Con aws-vault*: \(command), con `--no-session` si el perfil no usa MFA. Elimina la anterior de inmediato: antes \
        conviene asegurarse de que nada más la use.
        """
    }

    func onWindows() -> Mrkdwn { "*En Windows*: usa WSL para los comandos, o la consola." }

    func mfa() -> Mrkdwn { "*Si IAM exige MFA*, pega esto en su lugar; solo AWS recibe el código:" }

    func twoKeys() -> Mrkdwn {
        "*Si el usuario ya tiene dos claves*, IAM rechaza una tercera: hay que eliminar antes la que no se usa."
    }

    func moveToNewer(_ newer: Mrkdwn, _ command: Mrkdwn?) -> Mrkdwn {
        let what: Mrkdwn = "Pasa todo a la clave nueva, \(newer), y luego desactiva esta"
        return command.map { "\(what): \($0)" } ?? "\(what)."
    }

    func deleteFirst(_ other: Mrkdwn, isActive: Bool, _ command: Mrkdwn?) -> Mrkdwn {
        let what: Mrkdwn = isActive ? "la otra clave" : "la inactiva"
        return command.map { "Elimina antes \(what), si sobra (es definitivo): \($0)" }
            ?? "Elimina antes \(what), \(other), si sobra (es definitivo)."
    }

    func afterDeactivation() -> Mrkdwn {
        """
        *Desactivar una clave* no elimina nada y se puede deshacer. Las sesiones ya creadas con ella siguen hasta que venzan, \
        como máximo 36 horas después. Tras unos días sin problemas, se puede eliminar la anterior.
        """
    }

    func neverAsks() -> Mrkdwn { "Relevo nunca pide una clave secreta ni un código." }
}
