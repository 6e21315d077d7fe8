import Console
import JSON
import Tensors

struct LateInteractionCommand: Command {
  static let name = "late-interaction"
  static let summary = "FILIP's token-wise loss of made-up tokens, forward and backward: time and memory."
  static let examples = [
    CommandExample(
      "clippo-bench late-interaction --peer 'python3 bench/peers/torch_late_interaction.py'",
      "128 pairs, against two forms in PyTorch"),
    CommandExample("clippo-bench late-interaction --pairs 1024 --steps 1", "what a thousand pairs take"),
  ]

  @Option("pairs of the batch", in: 1...100_000) var pairs = 128
  @Option("tokens of an image", in: 1...65_536, name: "image-tokens") var imageTokens = 196
  @Option("tokens of a text", in: 1...65_536, name: "text-tokens") var textTokens = 32
  @Option("values of a token", in: 1...4096) var width = 256
  @Option("multiply in bfloat16") var bfloat16 = false
  @Option("worker threads", in: 1...256) var threads = 2
  @Option("passes that are timed", in: 1...1000) var steps = 3
  @Option("command of another program that does the same, in the forms einsum and chunked") var peer: String?
  var results = ResultsOption()

  func run() throws {
    var benchmark = LateInteractionBenchmark(
      pairs: pairs, imageTokens: imageTokens, textTokens: textTokens, width: width,
      operand: bfloat16 ? .bfloat16 : .float32, threads: threads)
    try benchmark.run(repeats: steps)
    let peers = try peer.map { command in
      try ["einsum", "chunked"].map { form in
        let line =
          "\(command) --form \(form) --pairs \(pairs) --images \(imageTokens) --texts \(textTokens) --width \(width)"
          + " --threads \(threads) --repeats \(steps) --dtype \(benchmark.operand.rawValue)"
        return (form, try JSONValue(parsing: Shell.output(of: line), source: "the peer"))
      }
    }
    StandardStream.output.writeLine(text(benchmark, peers ?? []))
    try results.write(json(benchmark, peers ?? []), to: "late-interaction.json")
  }

  private func text(_ benchmark: LateInteractionBenchmark, _ peers: [(form: String, figures: JSONValue)]) -> String {
    var table = TextTable([
      .left("form"), .right("seconds"), .right("MB beyond the tokens"), .right("ours is faster by"),
    ])
    func megabytes(_ bytes: Double) -> String { NumberText.fixed(bytes / 1e6, decimals: 0) }
    table.add(["ours", NumberText.fixed(benchmark.best, decimals: 3), megabytes(Double(benchmark.bytes)), "–"])
    for (form, figures) in peers {
      let seconds = figures["seconds"]?.doubleValue ?? .nan
      table.add([
        form, NumberText.fixed(seconds, decimals: 3), megabytes(figures["bytes"]?.doubleValue ?? .nan),
        NumberText.fixed(seconds / benchmark.best, decimals: 2) + " ×",
      ])
    }
    let losses = ([benchmark.loss] + peers.compactMap { $0.figures["loss"]?.doubleValue }).map {
      NumberText.fixed($0, decimals: 4)
    }
    return
      "\(table.text())\n\(NumberText.thousands(pairs)) pairs of \(imageTokens) and \(textTokens) tokens of width \(width); "
      + "\(NumberText.fixed(benchmark.gigaflops, decimals: 0)) GFLOP/s of the products of all tokens over the whole time; "
      + "tensors took \(megabytes(Double(benchmark.tensorBytes))) MB; losses \(losses.joined(separator: ", "))"
  }

  private func json(_ benchmark: LateInteractionBenchmark, _ peers: [(form: String, figures: JSONValue)]) -> JSONValue {
    [
      "machine": Machine().json, "pairs": .integer(pairs), "image_tokens": .integer(imageTokens),
      "text_tokens": .integer(textTokens), "width": .integer(width), "operand": .string(benchmark.operand.rawValue),
      "threads": .integer(threads), "seconds": .number(benchmark.best),
      "all": .array(benchmark.seconds.map { .number($0) }), "loss": .number(benchmark.loss),
      "bytes": .integer(benchmark.bytes), "tensor_bytes": .integer(benchmark.tensorBytes),
      "peers": .object(peers.map { JSONMember($0.form, $0.figures) }),
    ]
  }
}
