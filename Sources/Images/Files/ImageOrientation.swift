/// How an image was stored, against how it should be seen: EXIF's tag 274, 1…8.
public enum ImageOrientation: UInt8, Sendable, CaseIterable {
  case upright = 1
  /// Left and right are exchanged.
  case mirrored
  case upsideDown
  /// Top and bottom are exchanged.
  case flipped
  /// Rows and columns are exchanged.
  case transposed
  /// It must be turned by 90° clockwise.
  case turnedLeft
  /// Rows and columns are exchanged, then turned by 180°.
  case transverse
  /// It must be turned by 90° counterclockwise.
  case turnedRight

  /// Whether stored rows are columns of what should be seen.
  public var swapsSides: Bool { rawValue >= 5 }

  /// Whether stored columns must be read from the right.
  var readsFromRight: Bool { [.mirrored, .upsideDown, .transverse, .turnedRight].contains(self) }

  /// Whether stored rows must be read from the bottom.
  var readsFromBottom: Bool { [.upsideDown, .flipped, .turnedLeft, .transverse].contains(self) }
}
