/// One row of operations a device offers; a device fills every entry with its own way.
public struct KernelTable: Sendable {
}
