extension StringProtocol {
  /// The text without the white space around it.
  ///
  /// Code point by code point: a joiner or a mark that follows a space makes one character with it and would be lost where
  /// characters are dropped.
  var withoutOuterSpace: String {
    var scalars = Substring(self).unicodeScalars.drop { $0.properties.isWhitespace }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }

  /// The first code point of white space; nil where there is none.
  var firstSpace: String.UnicodeScalarView.Index? { unicodeScalars.firstIndex { $0.properties.isWhitespace } }
}
