extension BytePairEncoding {
  /// What a caption goes through before its words' bytes are merged, and what stands around it.
  public enum Style: Sendable, Equatable {
    /// CLIP (Radford et al. 2021): normal form C, white space to single spaces, lower case, single digits, `</w>` at a
    /// word's end, between `<|startoftext|>` and `<|endoftext|>`.
    ///
    /// As transformers' `CLIPTokenizer` has it.
    case clip
    /// The same words of a caption that was cleaned as open_clip does, and OpenAI before it.
    case openCLIP(TextCleaning = .openClip)
    /// GPT-2 (Radford et al. 2019): text as it stands, a space before a word belonging to it; `<|endoftext|>` before or
    /// after it.
    case gpt2(begin: Bool = false, end: Bool = true)

    var kind: TokenizerContract.Kind { isCLIPs ? .clip : .gpt2 }

    var isCLIPs: Bool { if case .gpt2 = self { false } else { true } }

    var endsWords: Bool { isCLIPs }

    /// Names of the special tokens, in the order of their ids.
    var specials: [String] { isCLIPs ? ["<|startoftext|>", "<|endoftext|>"] : ["<|endoftext|>"] }

    /// Ids before the first merge: bytes, and bytes at a word's end.
    var firstMerge: Int { endsWords ? 512 : 256 }

    /// The frame, given the specials' ids.
    func frame(_ ids: [Int32]) -> TokenFrame {
      switch self {
      case .clip, .openCLIP: TokenFrame(begin: ids.first, end: ids.last)
      case .gpt2(let begin, let end): TokenFrame(begin: begin ? ids.first : nil, end: end ? ids.last : nil)
      }
    }

    var described: [TokenizerContract.Option] {
      switch self {
      case .clip: []
      case .openCLIP(let cleaning): cleaning.described
      case .gpt2(let begin, let end): [.init("begin", begin ? 1 : 0), .init("end", end ? 1 : 0)]
      }
    }
  }
}
