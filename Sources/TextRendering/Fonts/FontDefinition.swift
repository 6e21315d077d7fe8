/// One font of the stack as `fonts/stack.json` describes it.
struct FontDefinition: Sendable, Hashable {
  /// Name inside the stack file.
  var name: String
  /// File name without folder.
  var file: String
  /// Face inside a collection (.ttc), 0 first.
  var face: Int
  /// Debian package that installs the file.
  var package: String
  /// Size relative to the nominal text size, in thousandths.
  var scale: Int
  /// How far the baseline moves down, in thousandths of the nominal text size.
  var shift: Int
}
