import Slack

extension SpanishPhrases {
    func paste(keys: Int) -> Mrkdwn {
        keys == 1
            ? "Pega esto donde está configurada la clave; primero prueba la nueva:"
            : "Para la primera (las demás están en el hilo), pega esto:"
    }

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

    func afterDeactivation() -> Mrkdwn {
        """
        *Desactivar una clave* no elimina nada y se puede deshacer. Las sesiones ya creadas con ella siguen hasta que venzan, \
        como máximo 36 horas después. Tras unos días sin problemas, elimina la anterior.
        """
    }

    func neverAsks() -> Mrkdwn { "Relevo nunca pide una clave secreta ni un código." }
}
