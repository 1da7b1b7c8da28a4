/// Relevo's memory: events, inbox, claims, promises, lease, outbox, run plans and inventory behind one door.
package protocol Ledger: EventLog, Inbox, ClaimBook, PromiseBook, LeaseBook, Outbox, RunPlanStore, InventoryStore {}

/// What deciding reads: events, the promises that are open, and the inventory.
package typealias DecisionLedger = EventLog & PromiseBook & InventoryStore
