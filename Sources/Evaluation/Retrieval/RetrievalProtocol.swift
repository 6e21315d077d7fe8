/// How a field's papers and programs count retrieval. Numbers of different protocols must not be compared.
public enum RetrievalProtocol: String, Sendable, CaseIterable {
  /// Ours: every caption, and equal scores in random order, so that recall and ranks are expected ones.
  case clippo
  /// What this program counted by in its first versions: every caption, and a tie with the right item costs nothing.
  case optimistic
  /// The package CLIP_benchmark (LAION).
  case clipBenchmark = "clip-benchmark"
  /// The scripts that come with Chinese-CLIP, and so MUGE's.
  case chineseCLIP = "chinese-clip"
  /// What open_clip prints while it trains.
  case openCLIP = "open-clip"
  /// Wukong's and COCO-CN's papers.
  case wukong
  /// Karpathy and Fei-Fei's splits of COCO and Flickr30k: five captions an image.
  case karpathy
}

extension RetrievalProtocol {
  /// How a list is cut where items have the score of the right one.
  enum Ties {
    /// They stand in random order, and what is counted is expected.
    case random
    /// They cost nothing.
    case free
    /// They stand in the order of the gallery, as after a stable sort.
    case gallery
    /// They stand where PyTorch's `topk` and `argsort` leave them on a CPU.
    case topK, argSort
  }

  var ties: Ties {
    switch self {
    case .clippo: .random
    case .optimistic: .free
    case .clipBenchmark: .topK
    case .openCLIP: .argSort
    case .chineseCLIP, .wukong, .karpathy: .gallery
    }
  }

  /// Captions of an image that are asked, in the order of the data; nil for all.
  public var captionsOfImage: Int? {
    switch self {
    case .openCLIP: 1
    case .karpathy: 5
    case .clippo, .optimistic, .clipBenchmark, .chineseCLIP, .wukong: nil
    }
  }

  /// Whether half ranks of the median are rounded down, as `floor(median(ranks)) + 1` does for ranks from 0 on.
  var floorsMedian: Bool { self == .karpathy || self == .openCLIP }

  /// Whether mean recall is that of both directions together, six numbers, instead of three each.
  public var joinsDirections: Bool {
    switch self {
    case .clippo, .optimistic, .wukong, .karpathy: true
    case .clipBenchmark, .chineseCLIP, .openCLIP: false
    }
  }

  /// What is printed beside numbers.
  public var about: String {
    let queried =
      switch captionsOfImage {
      case nil: "every caption"
      case 1: "the first caption of an image"
      case let count?: "the first \(count) captions of an image"
      }
    let ties =
      switch ties {
      case .random: "equal scores stand in random order, and recall is what is expected of it"
      case .free: "ties cost nothing"
      case .gallery: "of equal scores the one first in the gallery stands first"
      case .topK: "equal scores stand where torch.topk leaves them"
      case .argSort: "equal scores stand where torch.argsort leaves them"
      }
    let mean = joinsDirections ? "mean recall of both directions" : "mean recall of each direction"
    return "\(rawValue): \(queried); a query counts when any right item is found; \(ties); \(mean)"
  }
}
