extension SpanishPhrases {
    func nothingChanged() -> String { "Nada cambió." }

    func noCommandLine() -> String { "Instala la AWS CLI." }

    func notHere(_ old: String, _ file: String) -> String { "\(old) no está en \(file). Pega esto donde se usa." }

    func readOnly(_ file: String) -> String { "\(file) es de solo lectura." }

    func severalProfiles(_ profiles: String) -> String { "Deja la clave en uno solo de estos perfiles: \(profiles)" }

    func otherUser(_ profile: String, _ arn: String) -> String { "No es tu usuario: \(profile) \(arn)" }

    func askForCode() -> String { "Código MFA:" }

    func codeRefused() -> String { "AWS rechazó ese código." }

    func twoKeys(_ old: String) -> String { "Elimina la que no se usa, no \(old)." }

    func notListed(_ keys: String) -> String { "AWS rechazó la consulta o lista otra: \(keys)" }

    func notDone() -> String { "No terminó." }

    func noNewKey() -> String { "Revisa aws iam list-access-keys." }

    func ifNotStored(_ new: String) -> String { "Si \(new) no está guardada, elimínala:" }

    func newKeyRefused(_ new: String) -> String { "AWS rechaza \(new)." }

    func stored(_ new: String) -> String { "Guardada: \(new)." }

    func done() -> String { "Listo. Para revertirlo:" }
}
