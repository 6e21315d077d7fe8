import CEmulatedLevels
import CKernels
import TestSupport
import Testing

/// Gradients of weights in tile registers, against sums in double.
@Suite struct TilesParityTests {
  /// The two functions of a level with tiles.
  struct Tiles: Sendable, CustomStringConvertible {
    let description: String
    let turn: @convention(c) @Sendable (UnsafeMutablePointer<UInt32>?, UnsafePointer<UInt16>?, Int, Int) -> Void
    let gradient:
      @convention(c) @Sendable (
        UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?, UnsafePointer<UInt32>?, Int, Int, Int,
        UnsafePointer<UInt16>?, Int, Int, Int, UnsafeMutablePointer<UInt32>?
      ) -> Void

    static let available: [Tiles] =
      (Level.isNative(5)
        ? [Tiles(description: "AMX", turn: clippo_tiles_turn_panel, gradient: clippo_tiles_weight_gradient)] : [])
      + (Level.emulated(5) == nil
        ? []
        : [
          Tiles(
            description: "AMX, emulated", turn: clippo_emulated_tiles_turn_panel,
            gradient: clippo_emulated_tiles_weight_gradient)
        ])
  }

  /// Rows on both sides of a tile's depth (32) and of a panel (512); inputs and outputs on both sides of two tiles (32).
  static let sizes = [
    (rows: 1, inputs: 1, outputs: 1), (31, 32, 33), (33, 64, 16), (512, 33, 64), (513, 40, 70), (1100, 7, 96),
  ]

  @Test(arguments: Tiles.available, sizes)
  func gradientsOfWeightsAgree(tiles: Tiles, size: (rows: Int, inputs: Int, outputs: Int)) {
    let (rows, inputs, outputs) = size
    var samples = Samples(seed: 43)
    let x = samples.values(rows * inputs, as: UInt16.self), dy = samples.values(rows * outputs, as: UInt16.self)
    let before = samples.values(inputs * outputs), bias = samples.values(outputs)
    let faults = clippo_emulated_tile_faults()
    withArena { memory in
      let dweight = memory.place(before.floats), dbias = memory.place(bias.floats)
      let from = memory.place(x.rounded(to: UInt16.self)), gradients = memory.place(dy.rounded(to: UInt16.self))
      let panel = Int(CLIPPO_TILES_PANEL), units = clippo_tiles_panel_units(inputs)
      let turned = memory.place([UInt32](repeating: .max, count: (rows + panel - 1) / panel * units))
      for first in stride(from: 0, to: rows, by: panel) {
        tiles.turn(turned + first / panel * units, from + first * inputs, min(panel, rows - first), inputs)
      }
      // Two parts of the inputs, as two workers would take them; the first has the bias.
      let scratch = memory.place([UInt32](repeating: .max, count: clippo_tiles_panel_units(outputs)))
      let half = min(inputs, 32)
      tiles.gradient(dweight, dbias, turned, inputs, 0, half, gradients, rows, outputs, outputs, scratch)
      if half < inputs {
        tiles.gradient(
          dweight + half * outputs, nil, turned, inputs, half, inputs - half, gradients, rows, outputs, outputs, scratch
        )
      }
      for input in 0..<inputs {
        for output in 0..<outputs {
          var sum = before[input * outputs + output], size = abs(sum)
          for row in 0..<rows {
            let product = x[row * inputs + input] * dy[row * outputs + output]
            (sum, size) = (sum + product, size + abs(product))
          }
          let off = abs(Double(dweight[input * outputs + output]) - sum)
          #expect(off <= Rounding.float32.sum(of: rows + 1) * size, "weight \(input), \(output)")
        }
      }
      for output in 0..<outputs {
        let column = (0..<rows).map { dy[$0 * outputs + output] }
        let off = abs(Double(dbias[output]) - column.reduce(bias[output], +))
        #expect(
          off <= Rounding.float32.sum(of: rows + 1) * column.reduce(abs(bias[output])) { $0 + abs($1) },
          "bias \(output)")
      }
    }
    #expect(clippo_emulated_tile_faults() == faults && clippo_emulated_tiles_are_in_use() == 0)
  }

  /// A processor refuses tiles without a shape, and stays awake as long as they have one.
  @Test(.enabled(if: Level.emulated(5) != nil, "this processor lacks AVX2, which the emulation is made for"))
  func attentionShapesItsTilesAndReleasesThem() throws {
    let level = try #require(Level.emulated(5)), shape = Sequences([36, 7, 70], heads: 2, headWidth: 33)
    let faults = clippo_emulated_tile_faults(), known = AttentionCase<UInt16>(shape, seed: 44)
    withArena { memory in
      let out = memory.output(known.out.count, as: UInt16.self), lse = memory.output(known.lse.count)
      let qkv = memory.place(known.qkv.rounded(to: UInt16.self)), offsets = memory.place(shape.offsets)
      level.kernels.attention_forward_bf16(out, lse, qkv, offsets, 0, 3, 2, 33, 0, known.scratch(memory))
    }
    #expect(clippo_emulated_tile_faults() == faults && clippo_emulated_tiles_are_in_use() == 0)
  }
}
