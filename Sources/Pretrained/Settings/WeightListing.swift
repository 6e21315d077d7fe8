import Console
import Tensors

/// What a file of weights holds.
public struct WeightListing {
  private let arrays: [ArrayEntry]

  /// Reads `.npz` or `.safetensors`. Throws a sentence where it is neither, or damaged.
  public init(file: String) throws {
    if file.hasSuffix(".npz") {
      arrays = try NumpyArchive(path: file).arrays()
    } else if file.hasSuffix(".safetensors") {
      arrays = try SafetensorsFile(path: file).arrays()
    } else {
      throw CommandError("\(file): weights are .npz or .safetensors")
    }
  }

  /// Every array with type and shape, and how many values there are.
  public func text() -> String {
    var table = TextTable([.left("array"), .left("type"), .right("shape"), .right("values")])
    for array in arrays {
      table.add([array.name, array.element.rawValue, "\(array.shape)", NumberText.thousands(array.count)])
    }
    let total = arrays.reduce(0) { $0 + $1.count }
    return "\(table.text())\n\(NumberText.thousands(arrays.count)) arrays, \(NumberText.thousands(total)) values"
  }
}
