/// Recall of one split in one language at one step, in percent at depths 1, 5 and 10.
public struct RecallPoint: Sendable {
  public var step: Int
  /// Training time until then, in seconds.
  public var seconds: Double
  public var split: String
  public var language: String
  public var textToImage: [Double]
  public var imageToText: [Double]

  public init(
    step: Int, seconds: Double, split: String, language: String, textToImage: [Double], imageToText: [Double]
  ) {
    self.step = step
    self.seconds = seconds
    self.split = split
    self.language = language
    self.textToImage = textToImage
    self.imageToText = imageToText
  }
}
