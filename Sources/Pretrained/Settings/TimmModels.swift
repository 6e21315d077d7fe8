import Tensors

/// What timm 1.0.31 builds of SigLIP's image towers under the names that open_clip's configurations have.
///
/// All of them were trained with the approximation by tanh; the package gives some of them the exact form.
package enum TimmModels {
  /// Nil for a name that is none of SigLIP's.
  package static func activation(of name: String) -> GELUForm? {
    // A name may go on with a dot and the tag of weights.
    let model = name.prefix { $0 != "." }
    guard model.contains("siglip") else { return nil }
    if model.hasPrefix("naflexvit_") { return .tanh }
    let approximated = ["base_patch32", "large_patch16_siglip_512", "so400m_patch16", "giantopt"]
    return approximated.contains { model.hasPrefix("vit_\($0)") } ? .tanh : .erf
  }

  /// The same told by sizes, where no name is given.
  package static func activation(width: Int, patch: Int, grid: Int) -> GELUForm {
    switch (width, patch) {
    case (_, 32), (1536, _), (1152, 16): .tanh
    case (1024, 16): grid == 32 ? .tanh : .erf
    default: .erf
    }
  }
}
