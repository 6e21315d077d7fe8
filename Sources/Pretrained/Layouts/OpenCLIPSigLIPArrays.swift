import Models

/// SigLIP's arrays as open_clip names them, timm's tower for images beside its own for texts, and as `SiglipModel` of transformers
/// does, which everything else here reads.
enum OpenCLIPSigLIPArrays {
  private struct Rename {
    let theirs: String
    let transformers: String

    init(_ theirs: String, _ transformers: String) { (self.theirs, self.transformers) = (theirs, transformers) }
  }

  /// Whole names or beginnings of names; none begins another.
  private static let ends = [
    Rename("visual.trunk.patch_embed.proj.", "vision_model.embeddings.patch_embedding."),
    Rename("visual.trunk.pos_embed", "vision_model.embeddings.position_embedding.weight"),
    Rename("visual.trunk.norm.", "vision_model.post_layernorm."),
    Rename("visual.trunk.attn_pool.latent", "vision_model.head.probe"),
    Rename("visual.trunk.attn_pool.proj.", "vision_model.head.attention.out_proj."),
    Rename("visual.trunk.attn_pool.norm.", "vision_model.head.layernorm."),
    Rename("visual.trunk.attn_pool.mlp.", "vision_model.head.mlp."),
    Rename("text.token_embedding.", "text_model.embeddings.token_embedding."),
    Rename("text.positional_embedding", "text_model.embeddings.position_embedding.weight"),
    Rename("text.ln_final.", "text_model.final_layer_norm."), Rename("text.text_projection.", "text_model.head."),
  ]

  /// Beginnings of the names of a tower's blocks, and what follows the block's number.
  private static let blocks: [(theirs: String, transformers: String, qkv: String, parts: [Rename])] = [
    (
      "visual.trunk.blocks.", "vision_model.encoder.layers.", "attn.qkv.",
      [
        Rename("norm1.", "layer_norm1."), Rename("attn.proj.", "self_attn.out_proj."),
        Rename("norm2.", "layer_norm2."), Rename("mlp.fc1.", "mlp.fc1."), Rename("mlp.fc2.", "mlp.fc2."),
      ]
    ),
    (
      "text.transformer.resblocks.", "text_model.encoder.layers.", "attn.in_proj_",
      [
        Rename("ln_1.", "layer_norm1."), Rename("attn.out_proj.", "self_attn.out_proj."),
        Rename("ln_2.", "layer_norm2."), Rename("mlp.c_fc.", "mlp.fc1."), Rename("mlp.c_proj.", "mlp.fc2."),
      ]
    ),
  ]

  private static let pooling = (theirs: "visual.trunk.attn_pool.", transformers: "vision_model.head.attention.in_proj_")
  private static let positions = "vision_model.embeddings.position_embedding.weight"

  /// open_clip's arrays under the names, and in the parts, of transformers. What has no such name keeps its own.
  static func renamed(_ arrays: [String: WeightArray]) throws -> [String: WeightArray] {
    var arrays = arrays
    var renamed: [String: WeightArray] = [:]
    for kind in ["weight", "bias"] {
      guard let query = arrays.removeValue(forKey: "\(pooling.theirs)q.\(kind)"),
        let pair = arrays.removeValue(forKey: "\(pooling.theirs)kv.\(kind)")
      else { throw ModelError("there is no array '\(pooling.theirs)q.\(kind)' or '…kv.\(kind)'") }
      guard let rows = query.shape.first, pair.shape == [2 * rows] + query.shape.dropFirst() else {
        throw ModelError(
          "'\(pooling.theirs)kv.\(kind)' has the shape \(pair.shape), which should be twice '…q.\(kind)' of \(query.shape)"
        )
      }
      renamed["\(pooling.transformers)\(kind)"] = WeightArray.stacked([query, pair])
    }
    for (name, array) in arrays {
      if let (block, rest) = block(of: name), let kind = rest.removing(prefix: block.qkv) {
        let number = name.dropFirst(block.theirs.count).prefix { $0 != "." }
        for (part, values) in zip(["q", "k", "v"], try array.unstacked(into: 3, name: name)) {
          renamed["\(block.transformers)\(number).self_attn.\(part)_proj.\(kind)"] = values
        }
      } else {
        renamed[transformersName(of: name)] = array
      }
    }
    if let table = renamed[positions] { renamed[positions] = table.withoutLeadingOnes }
    return renamed
  }

  /// The reverse.
  static func restored(_ arrays: [String: WeightArray]) throws -> [String: WeightArray] {
    var arrays = arrays
    var restored: [String: WeightArray] = [:]
    for kind in ["weight", "bias"] {
      guard let all = arrays.removeValue(forKey: "\(pooling.transformers)\(kind)") else {
        throw ModelError("there is no array '\(pooling.transformers)\(kind)'")
      }
      let parts = try all.unstacked(into: 3, name: pooling.transformers)
      restored["\(pooling.theirs)q.\(kind)"] = parts[0]
      restored["\(pooling.theirs)kv.\(kind)"] = WeightArray.stacked(Array(parts[1...]))
    }
    for block in blocks {
      for number in 0... {
        let own = "\(block.transformers)\(number).self_attn."
        guard arrays["\(own)q_proj.weight"] != nil else { break }
        for kind in ["weight", "bias"] {
          let parts = ["q", "k", "v"].compactMap { arrays.removeValue(forKey: "\(own)\($0)_proj.\(kind)") }
          restored["\(block.theirs)\(number).\(block.qkv)\(kind)"] = WeightArray.stacked(parts)
        }
      }
    }
    if let table = arrays[positions] {
      arrays[positions] = WeightArray(shape: [1] + table.shape, values: table.values)
    }
    for name in ["logit_scale", "logit_bias"] {
      if let array = arrays[name] { arrays[name] = WeightArray(shape: [], values: array.values) }
    }
    for (name, array) in arrays { restored[openCLIPName(of: name)] = array }
    return restored
  }

  /// The array of open_clip's that one was made of, as `SigLIPArrays` leaves it: queries, keys and values lie together there.
  static func source(of name: String) -> String {
    for (part, theirs) in [("q", "q"), ("k", "kv"), ("v", "kv")] {
      if let kind = name.removing(prefix: "vision_model.head.attention.\(part)_proj.") {
        return "\(pooling.theirs)\(theirs).\(kind)"
      }
      for block in blocks {
        guard let range = name.firstRange(of: ".self_attn.\(part)_proj."), name.hasPrefix(block.transformers) else {
          continue
        }
        let number = name[..<range.lowerBound].dropFirst(block.transformers.count)
        return "\(block.theirs)\(number).\(block.qkv)\(name[range.upperBound...])"
      }
    }
    return openCLIPName(of: name)
  }

  private static func block(of name: String) -> (
    block: (theirs: String, transformers: String, qkv: String), rest: String
  )? {
    for block in blocks {
      guard let rest = name.removing(prefix: block.theirs), let dot = rest.firstIndex(of: ".") else { continue }
      return ((block.theirs, block.transformers, block.qkv), String(rest[rest.index(after: dot)...]))
    }
    return nil
  }

  private static func transformersName(of name: String) -> String {
    for block in blocks {
      guard let rest = name.removing(prefix: block.theirs) else { continue }
      return block.transformers + renamed(rest, block.parts.map { (".\($0.theirs)", ".\($0.transformers)") })
    }
    return renamed(name, ends.map { ($0.theirs, $0.transformers) }, atStart: true)
  }

  private static func openCLIPName(of name: String) -> String {
    for block in blocks {
      guard let rest = name.removing(prefix: block.transformers) else { continue }
      return block.theirs + renamed(rest, block.parts.map { (".\($0.transformers)", ".\($0.theirs)") })
    }
    return renamed(name, ends.map { ($0.transformers, $0.theirs) }, atStart: true)
  }

  /// The name with the first of the pairs that it holds replaced.
  private static func renamed(_ name: String, _ pairs: [(String, String)], atStart: Bool = false) -> String {
    for (old, new) in pairs {
      if atStart, let rest = name.removing(prefix: old) { return new + rest }
      if !atStart, let range = name.firstRange(of: old) { return name.replacingCharacters(in: range, by: new) }
    }
    return name
  }
}

extension String {
  /// What follows a beginning; nil where the text begins otherwise.
  fileprivate func removing(prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }

  fileprivate func replacingCharacters(in range: Range<Index>, by new: String) -> String {
    self[..<range.lowerBound] + new + self[range.upperBound...]
  }
}

extension WeightArray {
  /// Rows of several arrays, one array's behind the other's.
  fileprivate static func stacked(_ parts: [WeightArray]) -> WeightArray {
    let rows = parts.reduce(0) { $0 + ($1.shape.first ?? 0) }
    return WeightArray(shape: [rows] + (parts.first?.shape.dropFirst() ?? []), values: parts.flatMap(\.values))
  }

  /// The reverse, into parts of equally many rows.
  fileprivate func unstacked(into count: Int, name: String) throws -> [WeightArray] {
    guard let rows = shape.first, rows > 0, rows % count == 0, values.count == shape.reduce(1, *) else {
      throw ModelError("'\(name)' has the shape \(shape), which should hold \(count) projections")
    }
    let size = values.count / count
    return (0..<count).map { part in
      WeightArray(
        shape: [rows / count] + shape.dropFirst(), values: Array(values[part * size..<(part + 1) * size]))
    }
  }

  fileprivate var withoutLeadingOnes: WeightArray {
    shape.count > 2 ? WeightArray(shape: Array(shape.drop { $0 == 1 }), values: values) : self
  }
}
