import Runtime

/// Tells how far a long piece of work has come.
///
/// On a terminal one line is rewritten in place: label, bar, percentage, rate, time left and the caller's own fields.
/// Elsewhere (a log file, a pipe) a plain line appears now and then.
public final class ProgressLine {
  /// How the line reaches the reader.
  public struct Surface {
    let isTerminal: Bool
    let columns: () -> Int
    let write: (String) -> Void

    /// A surface of any kind; `columns` is asked before every line, since windows change.
    public init(isTerminal: Bool, columns: @escaping () -> Int, write: @escaping (String) -> Void) {
      self.isTerminal = isTerminal
      self.columns = columns
      self.write = write
    }

    /// Standard error.
    public static func standardError() -> Surface {
      let stream = StandardStream.error
      return Surface(
        isTerminal: TerminalSize.isTerminal(stream.descriptor),
        columns: { TerminalSize.current(stream.descriptor).columns },
        write: stream.write)
    }
  }

  /// Where work goes on that was begun earlier.
  public struct Start {
    let completed: Int
    let fraction: Double
    let workSeconds: Double

    /// - Parameters:
    ///   - completed: units that were done before.
    ///   - fraction: the part of the whole that was done before, 0 to 1.
    ///   - workSeconds: seconds of work before; only for callers that tell `update` theirs.
    public init(completed: Int = 0, fraction: Double = 0, workSeconds: Double = 0) {
      self.completed = completed
      self.fraction = fraction
      self.workSeconds = workSeconds
    }
  }

  private let label: String
  private let unit: String
  private let surface: Surface
  private let seconds: () -> Double
  private let interval: Double
  private var started: Double
  private var start: Start
  private var lastShown: Double?
  private var rate: RateMeter
  private var latest: (completed: Int, fraction: Double, fields: String)?

  /// - Parameters:
  ///   - label: what is being done, one or two words.
  ///   - unit: what is counted, such as "pairs"; the rate is shown in it, per second.
  ///   - start: what was done before, where the work goes on.
  ///   - surface: where the line goes.
  ///   - seconds: a clock that only goes forward.
  ///   - plainInterval: seconds between lines where the surface is not a terminal.
  public init(
    label: String, unit: String, start: Start = Start(),
    surface: Surface = .standardError(), seconds: @escaping () -> Double = MonotonicClock.seconds,
    plainInterval: Double = 10
  ) {
    self.label = label
    self.unit = unit
    self.surface = surface
    self.seconds = seconds
    interval = surface.isTerminal ? 0.1 : plainInterval
    started = seconds()
    self.start = start
    rate = RateMeter(window: 10, start: start.workSeconds, count: start.completed)
  }

  /// Shows the state, unless a line was shown a moment ago.
  ///
  /// - Parameters:
  ///   - completed: units done since the beginning.
  ///   - fraction: how much of the whole is done, 0 to 1.
  ///   - fields: anything else worth seeing, such as "loss 2.31".
  ///   - workSeconds: seconds of work since the beginning, where pauses should not lower the rate; nil counts all time.
  public func update(completed: Int, fraction: Double, fields: String = "", workSeconds: Double? = nil) {
    let now = seconds()
    let fraction = min(1, max(0, fraction))
    // Less than before is the beginning of the next piece of work on the same line.
    if let latest, completed < latest.completed || fraction < latest.fraction {
      (start, started) = (Start(completed: completed, fraction: fraction, workSeconds: workSeconds ?? 0), now)
    }
    rate.add(count: completed, at: workSeconds ?? start.workSeconds + now - started)
    latest = (completed, fraction, fields)
    if let lastShown, now - lastShown < interval { return }
    if lastShown == nil, !surface.isTerminal, now - started < interval { return }
    show(at: now)
  }

  /// Shows the state and counts against a known total.
  public func update(completed: Int, of total: Int, fields: String = "") {
    update(completed: completed, fraction: total > 0 ? Double(completed) / Double(total) : 0, fields: fields)
  }

  /// Prints a line of text above the progress line.
  public func interject(_ text: String) {
    surface.write((surface.isTerminal ? Self.eraseLine : "") + PrintableText.of(text) + "\n")
    if surface.isTerminal, latest != nil { show(at: seconds()) }
  }

  /// Shows the last state once more and leaves the line.
  public func finish() {
    guard latest != nil else { return }
    show(at: seconds())
    if surface.isTerminal { surface.write("\n") }
    latest = nil
  }

  private static let eraseLine = "\r\u{1B}[K"

  private func show(at now: Double) {
    guard let latest else { return }
    lastShown = now
    let text = line(for: latest, at: now)
    // One column stays free: a full last column makes some terminals wrap.
    let columns = max(20, surface.columns()) - 1
    surface.write(surface.isTerminal ? Self.eraseLine + DisplayWidth.truncated(text, to: columns) : text + "\n")
  }

  private func line(for state: (completed: Int, fraction: Double, fields: String), at now: Double) -> String {
    let elapsed = max(0, now - started)
    let done = state.fraction - start.fraction
    let left = done > 0 ? elapsed * (1 - state.fraction) / done : .infinity
    let percent = "\(Int((state.fraction * 100).rounded(.down)))%"
    let speed = rate.perSecond.map { "\(NumberText.fixed($0, decimals: $0 < 10 ? 1 : 0)) \(unit)/s" }
    let times = "\(NumberText.duration(seconds: elapsed)) of \(NumberText.duration(seconds: elapsed + left))"
    let bar = surface.isTerminal ? Self.bar(state.fraction, cells: 16) : nil
    let parts: [String?] = [label, bar, percent, times, speed, state.fields.isEmpty ? nil : state.fields]
    return parts.compactMap { $0 }.joined(separator: "  ")
  }

  /// A bar in eighths of a cell.
  static func bar(_ fraction: Double, cells: Int) -> String {
    let eighths = Int((fraction * Double(cells * 8)).rounded(.down))
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    let filled = String(repeating: "█", count: eighths / 8) + partial
    return "▕" + DisplayWidth.padded(filled, to: cells) + "▏"
  }
}
