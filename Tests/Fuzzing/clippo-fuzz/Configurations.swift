@testable import Pretrained

extension FuzzSubject {
  /// Configurations beside weights, each for every family whose weights may have it.
  static let configurations = [
    configuration("config.json") { file in
      for family in ReleasedTwin.Family.allCases { _ = try TransformersConfiguration(file).settings(for: family) }
    },
    configuration("preprocessor_config.json") { file in _ = try PreprocessorConfiguration(file).settings() },
    configuration("open_clip_config.json") { file in
      // A configuration is of one of them; the other one's complaint is no reason to stop.
      let answers = [ReleasedTwin.Family.openCLIP, .openCLIPSigLIP].map { family in
        Result { try OpenCLIPConfiguration(file).settings(for: family) }
      }
      if answers.allSatisfy({ (try? $0.get()) == nil }) { _ = try answers[0].get() }
    },
  ]

  private static func configuration(
    _ name: String, _ read: @escaping @Sendable (ConfigurationFile) throws -> Void
  ) -> FuzzSubject {
    FuzzSubject(
      "configuration-\(name.prefix { $0 != "." })", origin: name,
      examples: try ["clip-gelu", "open_clip-half", "open_clip-siglip2", "siglip-384", "chinese_clip"].flatMap {
        try Examples.files("ApplicationTests/Fixtures/pretrained/\($0)", name)
      }
    ) { bytes in try read(ConfigurationFile(bytes: bytes, path: name, name: name)) }
  }
}
