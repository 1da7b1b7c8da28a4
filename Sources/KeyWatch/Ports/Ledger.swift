/// Relevo's memory: events, claims, lease, outbox, run plans and inventory behind one door.
package protocol Ledger: EventLog, ClaimBook, LeaseBook, Outbox, RunPlanStore, InventoryStore {}
