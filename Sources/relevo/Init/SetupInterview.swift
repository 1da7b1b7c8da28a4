/// Gets an answer to each question: from its flag, from the person at the terminal, or from what is usual.
struct SetupInterview {
    /// Shows a prompt and returns a line; nil at the end of input. Nil where nobody can be asked.
    let ask: ((String) -> String?)?

    /// - Parameter given: the flag's value, if there was one.
    func answer<Value>(_ question: SetupQuestion<Value>, given: String?) throws(InitError) -> Value {
        if let given {
            guard let value = question.read(given) else {
                throw .invalid(flag: question.flag, text: given, wanted: question.wanted)
            }
            return value
        }
        guard let ask else { return try standard(question) }
        let hint = question.standard.map { " [\($0)]" } ?? ""
        var prompt = "\(question.text)\(hint): "
        while let line = ask(prompt) {
            let text = Self.trimmed(line)
            if text.isEmpty, question.standard != nil { return try standard(question) }
            if let value = question.read(text) { return value }
            prompt = "Please give \(question.wanted): "
        }
        throw .missing([question.flag])
    }

    /// What is usual, without asking.
    func standard<Value>(_ question: SetupQuestion<Value>) throws(InitError) -> Value {
        guard let text = question.standard, let value = question.read(text) else { throw .missing([question.flag]) }
        return value
    }

    private static func trimmed(_ line: String) -> String {
        var text = line[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
