/// Relevo's memory: events, inbox, claims, lease, outbox, run plans and inventory behind one door.
package protocol Ledger: EventLog, Inbox, ClaimBook, LeaseBook, Outbox, RunPlanStore, InventoryStore {}
