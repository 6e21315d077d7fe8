/// Levels, of 255, by which a sample may differ from another program's, and why.
enum Tolerance {
  /// The same family of decoder: versions of libjpeg-turbo differ in the last bit of a color conversion at most.
  static let jpeg = 1
  /// WebP's samples are defined to the bit up to the conversion to RGB, which is the same library's.
  static let webp = 0
  /// libwebp averages brightness and color apart, before the conversion, and does not smooth color between.
  static let scaledWebP = 4
  /// Flat blocks at quality 95.
  static let flatBlocks = 3
  /// Pillow rounds to 8 bits between the two directions: half a level there, weighed by at most 1.3, and both round at
  /// the end.
  static let pillow = 1
  /// Rounding to a whole level, and what weights of 15 bits and 7 bits between the directions leave.
  static let rounded = 0.5 + 0.03
}
