import Console
import Corpora

/// How large shards are, and how much of a source need not be in them.
struct ShardOptions: OptionGroup {
  @Option("share of the records that may be skipped because they cannot be read", in: 0...1)
  var maxUnreadable = 0.001
  @Option("samples per shard at most; 10000 unless --shard-bytes is given", in: 1...) var shardSize: Int?
  @Option("bytes per shard at most", in: 1...) var shardBytes: Int?

  var limits: ShardLimits {
    get throws { try ShardLimits(samples: shardSize ?? (shardBytes == nil ? 10_000 : nil), bytes: shardBytes) }
  }
}
