/// A fact about a key that deciding brought to light; a run writes it into the ledger before it acts.
package struct Observation: Hashable, Sendable {
    package let address: KeyAddress
    package let event: KeyEvent

    package init(address: KeyAddress, event: KeyEvent) {
        self.address = address
        self.event = event
    }
}
