import Console
import Corpora

/// `preprocessor_config.json` as transformers writes it, and since version 5 a section of `processor_config.json`: how images are resized,
/// cut and normalized.
package struct PreprocessorConfiguration {
  private let section: ConfigurationSection

  package init(_ file: ConfigurationFile) { section = file.section }

  /// The section of `processor_config.json`; nil where it has none.
  package init?(processor file: ConfigurationFile) throws {
    guard let found = try file.section.section("image_processor") else { return nil }
    section = found
  }

  /// Throws where images are prepared in a way that is not supported.
  package func settings() throws -> PretrainedSettings {
    var settings = PretrainedSettings()
    settings.pixels = try pixels()
    settings.filter = try filter()
    if let (fit, side, origin) = try geometry() {
      settings.fit = SourcedValue(fit, origin)
      settings.side = SourcedValue(side, origin)
    }
    return settings
  }

  private func pixels() throws -> SourcedValue<PixelNormalization>? {
    if try section.bool("do_rescale") == false {
      throw section.failure("do_rescale", "is false; pixels are always taken as parts of 255")
    }
    if let factor = try section.number("rescale_factor"), abs(factor * 255 - 1) > 1e-3 {
      throw section.failure("rescale_factor", "is \(factor); pixels are always taken as parts of 255")
    }
    if try section.bool("do_normalize") == false {
      return SourcedValue(PixelNormalization(mean: [0, 0, 0], deviation: [1, 1, 1]), section.origin("do_normalize"))
    }
    let (mean, deviation) = (try section.channels("image_mean"), try section.channels("image_std"))
    guard let mean, let deviation else {
      if mean == nil, deviation == nil { return nil }
      throw section.failure(mean == nil ? "image_mean" : "image_std", "is missing, although the other is there")
    }
    guard deviation.allSatisfy({ $0 > 0 }) else {
      throw section.failure("image_std", "should be above 0")
    }
    return SourcedValue(PixelNormalization(mean: mean, deviation: deviation), section.origin("image_mean"))
  }

  private func filter() throws -> SourcedValue<PhotoFilter>? {
    guard let number = try section.number("resample") else { return nil }
    // Pillow's numbers.
    switch number {
    case 2: return SourcedValue(.bilinear, section.origin("resample"))
    case 3: return SourcedValue(.bicubic, section.origin("resample"))
    default:
      throw section.failure("resample", "is \(number); 2, bilinear, and 3, bicubic, can be had")
    }
  }

  private func geometry() throws -> (PhotoFit, Int, String)? {
    let cut = try section.bool("do_center_crop") == true ? try section.side("crop_size") : nil
    guard try section.bool("do_resize") != false, section.value["size"].map({ $0 != .null }) == true else {
      guard let cut else { return nil }
      return (.crop, cut, section.origin("crop_size"))
    }
    guard section.value["size"]?.objectValue != nil, let size = try section.section("size"),
      let shortest = try size.size("shortest_edge")
    else {
      let isShortest = section.value["size"]?.objectValue == nil && cut != nil
      guard let side = try section.side("size") else { return nil }
      guard cut == nil || cut == side else { throw margin(side, cut) }
      return (isShortest ? .crop : .stretch, side, section.origin("size"))
    }
    guard cut == nil || cut == shortest else { throw margin(shortest, cut) }
    guard cut != nil else {
      throw section.failure("size", "resizes the shorter side and nothing is cut off; images must become square")
    }
    return (.crop, shortest, size.origin("shortest_edge"))
  }

  private func margin(_ side: Int, _ cut: Int?) -> CommandError {
    section.failure(
      "crop_size", "is \(cut ?? 0), but images are resized to \(side) first; only a cut of that size can be had")
  }
}
