/// The language of messages to people whose tags name none.
package enum Language: String, CaseIterable, Hashable, Sendable {
    case english = "en"
    case spanish = "es"
}
