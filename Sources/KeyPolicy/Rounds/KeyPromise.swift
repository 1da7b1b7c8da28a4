package import FoundationEssentials

/// The latest deadline in the delivered binding notices of a key's current round, to today's recipient.
package struct KeyPromise: Hashable, Codable, Sendable {
    package let deadline: Date
    package let recipient: Recipient
    package let firstBindingDelivery: Date
    /// Others who were told the day of a last notice, and are told what becomes of the key.
    package let others: [Recipient]

    package init(
        deadline: Date, recipient: Recipient, firstBindingDelivery: Date, others: [Recipient] = []
    ) {
        self.deadline = deadline
        self.recipient = recipient
        self.firstBindingDelivery = firstBindingDelivery
        self.others = others
    }

    /// `others` came later, and is missing in what an earlier version wrote.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            deadline: try container.decode(Date.self, forKey: .deadline),
            recipient: try container.decode(Recipient.self, forKey: .recipient),
            firstBindingDelivery: try container.decode(Date.self, forKey: .firstBindingDelivery),
            others: try container.decodeIfPresent([Recipient].self, forKey: .others) ?? [])
    }
}
