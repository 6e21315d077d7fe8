import Tensors

@testable import Models

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// A vision transformer as other programs compute it, in double and without any packing: every patch of a grid is a token,
/// and a mask says which of them attention and pooling may see.
struct MaskedReference {
  let tower: SharedTower
  private var configuration: TowerConfiguration { tower.encoder.configuration }

  typealias Matrix = [[Double]]

  /// - Parameters:
  ///   - patches: one per token, values in -1…1.
  ///   - positionIds: where each stands in the position table.
  ///   - visible: which tokens count.
  /// - Returns: the unit embedding.
  func embedding(_ patches: Matrix, positionIds: [Int], visible: [Bool]) throws -> [Double] {
    let positions = try matrix("encoder/positions", rows: configuration.positions)
    var stream = try dense(patches, "encoder/embedding")
    for token in stream.indices { stream[token] = add(stream[token], positions[positionIds[token]]) }
    for index in 0..<configuration.depth {
      let block = "encoder/block\(index)"
      let qkv = try dense(norm(stream, "\(block)/attentionNorm"), "\(block)/attention/qkv")
      stream = zip(stream, try dense(attention(qkv, visible), "\(block)/attention/out")).map(add)
      let hidden = try dense(norm(stream, "\(block)/mlpNorm"), "\(block)/mlp/up").map { $0.map(gelu) }
      stream = zip(stream, try dense(hidden, "\(block)/mlp/down")).map(add)
    }
    let states = try norm(stream, "encoder/norm")
    let seen = states.indices.filter { visible[$0] }
    let mean = (0..<configuration.width).map { column in
      seen.reduce(0) { $0 + states[$1][column] } / Double(seen.count)
    }
    let out = try dense([mean], "encoder/head")[0]
    let length = out.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return out.map { $0 / length }
  }

  /// Softmax over all tokens, with minus infinity where the mask hides a key.
  private func attention(_ qkv: Matrix, _ visible: [Bool]) -> Matrix {
    let width = configuration.width
    let size = width / configuration.heads
    var out = Matrix(repeating: [Double](repeating: 0, count: width), count: qkv.count)
    for head in 0..<configuration.heads {
      let columns = head * size..<(head + 1) * size
      for query in qkv.indices {
        let scores = qkv.indices.map { key -> Double in
          guard visible[key] else { return -.infinity }
          return columns.reduce(0) { $0 + qkv[query][$1] * qkv[key][width + $1] } / Double(size).squareRoot()
        }
        let powers = scores.map { exp($0 - (scores.max() ?? 0)) }
        let sum = powers.reduce(0, +)
        for column in columns {
          out[query][column] = qkv.indices.reduce(0) { $0 + powers[$1] / sum * qkv[$1][2 * width + column] }
        }
      }
    }
    return out
  }

  private func norm(_ x: Matrix, _ name: String) throws -> Matrix {
    let scale = try values("\(name)/scale")
    let bias = try values("\(name)/bias")
    return x.map { row in
      let mean = row.reduce(0, +) / Double(row.count)
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
      return row.indices.map { (row[$0] - mean) / (variance + 1e-6).squareRoot() * scale[$0] + bias[$0] }
    }
  }

  private func dense(_ x: Matrix, _ name: String) throws -> Matrix {
    let kernel = try matrix("\(name)/kernel", rows: x[0].count)
    let bias = try values("\(name)/bias")
    return x.map { row in
      bias.indices.map { column in row.indices.reduce(bias[column]) { $0 + row[$1] * kernel[$1][column] } }
    }
  }

  private func gelu(_ x: Double) -> Double {
    0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
  }

  private func add(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map(+) }

  private func values(_ name: String) throws -> [Double] {
    guard let parameter = tower.parameters[name] else { throw TensorError("there is no parameter \(name)") }
    return try parameter.value.floatArray().map(Double.init)
  }

  private func matrix(_ name: String, rows: Int) throws -> Matrix {
    let flat = try values(name)
    let width = flat.count / rows
    return (0..<rows).map { Array(flat[$0 * width..<($0 + 1) * width]) }
  }
}
