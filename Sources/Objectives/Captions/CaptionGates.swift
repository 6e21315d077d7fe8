#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// How far an image and its two captions are to be learned from, by how alike their embeddings are and have usually been (ALIP, Yang et al.
/// 2023). No gradient flows through the gates.
struct CaptionGates: Sendable, Hashable {
  /// Cosines of a pair, or their means.
  struct Similarities: Sendable, Hashable {
    /// Of the two captions.
    var captions: Double
    /// Of the image and the pair's caption.
    var text: Double
    /// Of the image and the second caption.
    var second: Double
  }

  /// Factors on what a pair is learned from.
  struct Weights: Sendable, Hashable {
    /// On both of its losses, at most 1.
    var sample = 1.0
    /// On the loss with the pair's caption; may exceed 1.
    var text = 1.0
    /// On the loss with the second caption; may exceed 1.
    var second = 1.0
  }

  var sampleGate: Double
  var pairGate: Double
  var momentum: Double
  /// Running means of the batches' means; 1 at the beginning, so that early gates are small.
  var means = Similarities(captions: 1, text: 1, second: 1)

  init(sampleGate: Double, pairGate: Double, momentum: Double) {
    self.sampleGate = sampleGate
    self.pairGate = pairGate
    self.momentum = momentum
  }

  /// Takes a batch into the running means, which happens before its gates are asked for. A batch without two captions changes nothing.
  mutating func follow(_ batch: [Similarities]) {
    guard !batch.isEmpty else { return }
    for part in [\Similarities.captions, \.text, \.second] {
      let mean = batch.reduce(0) { $0 + $1[keyPath: part] } / Double(batch.count)
      means[keyPath: part] = momentum * means[keyPath: part] + (1 - momentum) * mean
    }
  }

  func weights(_ pair: Similarities) -> Weights {
    let sample = exp(sampleGate * (pair.captions - means.captions))
    // Where captions agree more than they usually do, the pair is trusted as it is.
    guard sample < 1 else { return Weights() }
    return Weights(
      sample: sample, text: exp(pairGate * (pair.text - means.text)),
      second: exp(pairGate * (pair.second - means.second)))
  }
}
