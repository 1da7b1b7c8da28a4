/// A pattern over ARNs in which `*` stands for any run of characters and `?` for one, as in IAM policies.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
package struct ARNPattern: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package func matches(_ arn: String) -> Bool {
        let pattern = Array(text.unicodeScalars)
        let subject = Array(arn.unicodeScalars)
        var place = 0
        var star: Int?
        var resume = 0
        var index = 0
        // The usual greedy walk: on a mismatch give the last star one character more. Linear in practice, never exponential.
        while index < subject.count {
            if place < pattern.count, pattern[place] == "*" {
                star = place
                resume = index
                place += 1
            } else if place < pattern.count, pattern[place] == "?" || pattern[place] == subject[index] {
                place += 1
                index += 1
            } else if let last = star {
                place = last + 1
                resume += 1
                index = resume
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}
