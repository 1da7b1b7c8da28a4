extension SpanishPhrases {
    func nothingChanged() -> String { "Nada cambió:" }

    func keyInEnvironment(_ key: String) -> String {
        "\(key) está en AWS_ACCESS_KEY_ID; rótala donde se define."
    }

    func noProfile(_ key: String, _ arn: String) -> String { "aquí ningún perfil tiene \(key) y entra como \(arn)." }

    func askForCode() -> String { "Código MFA:" }

    func codeRefused() -> String { "AWS no dio una sesión con ese código." }

    func cannotWrite(_ file: String) -> String { "no se puede escribir en \(file)." }

    func otherKeys(_ key: String, found: String) -> String {
        "\(key) debe ser la única clave de su usuario, y AWS muestra: \(found)"
    }

    func noNewKey() -> String { "AWS no devolvió una clave nueva; revisa aws iam list-access-keys." }

    func stillActive(_ key: String) -> String { "\(key) sigue activa:" }

    func notProved(delete: String) -> String {
        "la nueva aún no funcionó y no está guardada; elimínala: \(delete)"
    }

    func notStored(_ new: String, in profiles: String) -> String {
        "\(new) funciona, pero no está guardada en todos estos perfiles: \(profiles)"
    }

    func notDeactivated(_ new: String, deactivate: String) -> String {
        "tu perfil ya tiene \(new); desactiva la anterior: \(deactivate)"
    }

    func done() -> String { "Listo:" }

    func rotated(_ key: String, to new: String, takeBack: String) -> String {
        "\(new) reemplaza a \(key), que está inactiva. Para reactivarla: \(takeBack)"
    }
}
