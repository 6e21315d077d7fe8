/// A way of reading captions, under the name that people know it by.
public struct NamedCaptionReader {
  public let name: String
  /// Makes a reader for one thread.
  public let make: () throws -> any CaptionReading

  public init(name: String, make: @escaping () throws -> any CaptionReading) {
    self.name = name
    self.make = make
  }
}
