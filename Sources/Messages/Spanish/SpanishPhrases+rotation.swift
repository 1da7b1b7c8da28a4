import Slack

extension SpanishPhrases {
    func vaultTitle(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *Con aws-vault* (pon el nombre de tu perfil; si el perfil no usa MFA, agrega `--no-session`):
        \(commands)
        Crea una clave nueva, la guarda y elimina la anterior de inmediato: antes asegúrate de que nada más use la \
        anterior.
        """
    }

    func start(_ commands: Mrkdwn, isForMachines: Bool) -> Mrkdwn {
        """
        *\(withCommandLine(isForMachines))* (pon el nombre de tu perfil):
        \(commands)
        """
    }

    func startFromKeysLine(_ commands: Mrkdwn, isForMachines: Bool) -> Mrkdwn {
        """
        *\(withCommandLine(isForMachines))*, una clave tras otra. Pon el nombre de tu perfil y luego pega la línea \
        que está junto a la clave:
        \(commands)
        """
    }

    func findOldKey(_ commands: Mrkdwn) -> Mrkdwn {
        """
        El ID completo de la clave está en esta lista; ponlo como `old_key='…'`:
        \(commands)
        """
    }

    func mfa(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *Solo si tu política exige MFA*, con tu código en lugar de 123456 (después quita las tres variables con \
        `unset` o cierra la terminal):
        \(commands)
        """
    }

    func create(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *1.* Crea una clave nueva. Su clave de acceso secreta se muestra solo esta vez:
        \(commands)
        """
    }

    func store(_ commands: Mrkdwn, test: Mrkdwn) -> Mrkdwn {
        """
        *2.* Guarda ambos valores en lugar de los anteriores, espera diez segundos y pruébalos:
        \(commands)
        \(test)
        """
    }

    func storeForMachine() -> Mrkdwn {
        "*2.* Pon ambos valores donde la máquina lee su clave y comprueba que funcione."
    }

    func deactivate(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *3.* Desactiva la clave anterior; si algo deja de funcionar, `--status Active` la reactiva:
        \(commands)
        """
    }

    func delete(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *4.* Después de unos días sin problemas, elimínala:
        \(commands)
        """
    }

    func twoKeys(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *Si el usuario ya tiene dos claves*, IAM rechaza una tercera. Mira cuál no se usa y haz primero con esa los \
        pasos 3 y 4, con su ID en `old_key`:
        \(commands)
        """
    }

    private func withCommandLine(_ isForMachines: Bool) -> Mrkdwn {
        isForMachines ? "Con la AWS CLI" : "O con la AWS CLI"
    }
}
