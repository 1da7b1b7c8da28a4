/// Whom or what to ask, as every notice says it; both may be missing.
package struct HelpSettings: Hashable, Sendable {
    package var url: String?
    package var text: String?

    package init(url: String? = nil, text: String? = nil) {
        self.url = url
        self.text = text
    }
}
