/// Relevo's release, as `--version`, user agents and events name it.
package enum Release {
    package static let version = "0.1.0"
}
