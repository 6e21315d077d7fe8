import Files

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// The numbers of a run as TensorBoard reads them: an event file of scalar summaries.
///
/// Every session of a run writes its own file; TensorBoard joins them, and drops what a continued run says again.
public final class EventFile {
  private let file: OutputFile
  private let now: () -> Double

  /// Makes a file in `folder`, which is made where it is missing. Throws with the path and the system's reason.
  ///
  /// - Parameters:
  ///   - step: where this session continues; 0 for a new run.
  ///   - now: seconds since 1970.
  public init(
    folder: String, continuingAfter step: Int = 0, disk: Disk = Disk(), now: @escaping () -> Double = EventFile.clock
  ) throws {
    self.now = now
    try disk.makeFolder(folder)
    // TensorBoard sorts files by name, so the time comes first and has ten digits until the year 2286.
    let name = "events.out.tfevents.\(Int(now())).\(getpid()).clippo"
    file = try disk.append(to: "\(folder)/\(name)")
    try write(EventMessage.version(time: now()))
    if step > 0 { try write(EventMessage.sessionStart(time: now(), step: step + 1)) }
  }

  /// Adds scalars of one step; they are with the system when this returns.
  public func append(step: Int, _ scalars: [(tag: String, value: Double)]) throws {
    try write(EventMessage.scalars(time: now(), step: step, scalars))
  }

  private func write(_ event: [UInt8]) throws { try file.write(RecordFraming.framed(event)) }

  /// Seconds since 1970.
  public static func clock() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
