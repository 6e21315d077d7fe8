extension BytePairEncoding {
  /// What a caption goes through before its words' bytes are merged, and what stands around it.
  public enum Style: Sendable, Equatable {
    /// CLIP (Radford et al. 2021): normal form C, white space to single spaces, lower case, single digits, `</w>` at a
    /// word's end, between `<|startoftext|>` and `<|endoftext|>`.
    ///
    /// As `CLIPTokenizerFast` has it. OpenAI's and open_clip's own tokenizers instead repair text with `ftfy` (which
    /// among others makes curly quotes straight) and resolve HTML's entities; captions that need that should be cleaned
    /// beforehand.
    case clip
    /// GPT-2 (Radford et al. 2019): text as it stands, a space before a word belonging to it; `<|endoftext|>` before or
    /// after it.
    case gpt2(begin: Bool = false, end: Bool = true)

    var kind: TokenizerContract.Kind { self == .clip ? .clip : .gpt2 }

    var endsWords: Bool { self == .clip }

    /// Names of the special tokens, in the order of their ids.
    var specials: [String] { self == .clip ? ["<|startoftext|>", "<|endoftext|>"] : ["<|endoftext|>"] }

    /// Ids before the first merge: bytes, and bytes at a word's end.
    var firstMerge: Int { endsWords ? 512 : 256 }

    /// The frame, given the specials' ids.
    func frame(_ ids: [Int32]) -> TokenFrame {
      switch self {
      case .clip: TokenFrame(begin: ids.first, end: ids.last)
      case .gpt2(let begin, let end): TokenFrame(begin: begin ? ids.first : nil, end: end ? ids.last : nil)
      }
    }

    var described: [TokenizerContract.Option] {
      switch self {
      case .clip: []
      case .gpt2(let begin, let end): [.init("begin", begin ? 1 : 0), .init("end", end ? 1 : 0)]
      }
    }
  }
}
