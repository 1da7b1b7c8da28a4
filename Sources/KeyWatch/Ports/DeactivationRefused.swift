/// AWS said no for certain: the key is as it was. Any other failure leaves open whether the key was switched off.
package struct DeactivationRefused: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
