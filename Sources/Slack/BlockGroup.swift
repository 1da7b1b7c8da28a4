/// Blocks that belong together and are never torn apart, with the id of what they tell about.
package struct BlockGroup<ID: Sendable>: Sendable {
    package let id: ID
    package let blocks: [Block]

    package init(id: ID, blocks: [Block]) {
        self.id = id
        self.blocks = blocks
    }
}
