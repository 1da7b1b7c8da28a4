extension SpanishPhrases {
    func nothingChanged() -> String { "Nada cambió." }

    func cannotWrite(_ file: String) -> String { "No se puede escribir en \(file)." }

    func otherUser(_ profile: String, _ arn: String) -> String { "No es tu usuario: \(profile) \(arn)" }

    func askForCode() -> String { "Código MFA:" }

    func codeRefused() -> String { "AWS rechazó ese código." }

    func otherKeys(_ old: String, _ profile: String) -> String { "Un perfil debe tener solo \(old): \(profile)" }

    func notDone() -> String { "No terminó." }

    func noNewKey() -> String { "Revisa aws iam list-access-keys." }

    func ifNotStored(_ new: String) -> String { "Si \(new) no está guardada, elimínala:" }

    func stored(_ new: String) -> String { "Guardada: \(new)." }

    func done() -> String { "Listo. Para revertirlo:" }
}
