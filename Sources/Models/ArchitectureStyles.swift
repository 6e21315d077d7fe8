import Tensors

extension TowerConfiguration {
  /// The same numbers in the architecture of CLIP's image tower (Radford et al. 2021): a class token that becomes the embedding,
  /// norms in front of the blocks too, no bias on patches and embeddings.
  ///
  /// - Parameter activation: `.sigmoid` in OpenAI's weights, `.erf` in open_clip's own.
  public func withCLIPArchitecture(activation: GELUForm = .sigmoid) -> TowerConfiguration {
    var styled = self
    styled.hasClassToken = true
    styled.hasPatchBias = false
    styled.encoder.pooling = .first
    styled.encoder.normsInput = true
    styled.encoder.hasHeadBias = false
    styled.encoder.activation = activation
    styled.encoder.epsilon = 1e-5
    return styled
  }
}

extension TextConfiguration {
  /// The same numbers in the architecture of CLIP's text tower: a token sees those before it, and the last one becomes the
  /// embedding.
  public func withCLIPArchitecture(activation: GELUForm = .sigmoid) -> TextConfiguration {
    var styled = self
    styled.encoder.pooling = .last
    styled.encoder.isCausal = true
    styled.encoder.hasHeadBias = false
    styled.encoder.activation = activation
    styled.encoder.epsilon = 1e-5
    return styled
  }

  /// The same numbers in the architecture of BERT (Devlin et al. 2019) as Chinese-CLIP has them: norms behind the branches, two
  /// types of tokens, and the first token, `[CLS]`, becomes the embedding.
  public func withBERTArchitecture() -> TextConfiguration {
    var styled = self
    styled.tokenTypes = 2
    styled.encoder.pooling = .first
    styled.encoder.norms = .after
    styled.encoder.normsInput = true
    styled.encoder.hasHeadBias = false
    styled.encoder.activation = .erf
    styled.encoder.epsilon = 1e-12
    return styled
  }
}
