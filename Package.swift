// swift-tools-version: 6.0
import PackageDescription

// The house has floors, and a target imports only targets of lower ones: `Sources/floors.txt` is their table, and
// `ArchitectureTests` holds this file and every import against it.

/// C kernels are useless without optimization, so debug builds optimize them too; NaN checks must survive, so no -ffast-math.
let kernelFlags: [CSetting] = [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=fast"])]

func systemLibrary(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies)
}

func command(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies)
}

/// Release builds optimize what is tested and not the tests, which takes half as long.
let testFlags: [SwiftSetting] = [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// Fixtures are found by the place of the source: a resource bundle would bring Foundation, whose ICU is another one than
/// the system's, and a file that sees both does not always compile.
func tests(_ name: String, _ dependencies: [Target.Dependency], fixtures: Bool = false) -> Target {
  .testTarget(
    name: name, dependencies: dependencies,
    exclude: fixtures ? ["Fixtures"] : [], swiftSettings: testFlags)
}

let package = Package(
  name: "clippo",
  dependencies: [],
  targets: [
    // Floor 0: the C world.
    systemLibrary("CFreeType", pkgConfig: "freetype2", apt: "libfreetype-dev"),
    systemLibrary("CHarfBuzz", pkgConfig: "harfbuzz", apt: "libharfbuzz-dev"),
    systemLibrary("CFriBidi", pkgConfig: "fribidi", apt: "libfribidi-dev"),
    systemLibrary("CICU", pkgConfig: "icu-i18n", apt: "libicu-dev"),
    .target(name: "CPNG", linkerSettings: [.linkedLibrary("png16")]),
    .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
    .target(name: "CWebP", linkerSettings: [.linkedLibrary("webp")]),
    systemLibrary("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
    .target(
      name: "CSentencePiece",
      linkerSettings: [.linkedLibrary("sentencepiece"), .linkedLibrary("sentencepiece_train")]),
    .target(name: "CListOrder"),
    systemLibrary("CLAPACK", pkgConfig: "openblas", apt: "libopenblas-dev"),
    systemLibrary("CLBFGS", pkgConfig: "liblbfgs", apt: "liblbfgs-dev"),
    .target(name: "CHNSW"),
    .target(name: "CMicroHTTPD", linkerSettings: [.linkedLibrary("microhttpd")]),
    .target(name: "CKernels", cSettings: kernelFlags, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "CDNNL", dependencies: ["CKernels"], linkerSettings: [.linkedLibrary("dnnl")]),

    // Floor 1: the machine.
    library("Runtime", ["CKernels"]),
    library("Files", ["CZlib", "CKernels"]),
    library("JSON", []),

    // Floor 2: talking with a person, numbers, images.
    library("Console", ["Files", "Runtime"]),
    library("Tensors", ["JSON", "Files", "Runtime", "CKernels", "CDNNL"]),
    library("Images", ["Runtime", "CPNG", "CJPEG", "CWebP", "CKernels"]),

    // Floor 3: settings, text to pages and to tokens, derivatives.
    library("Schema", ["Console", "JSON"]),
    library("TextRendering", ["Images", "Files", "CFreeType", "CHarfBuzz", "CFriBidi", "CICU", "CKernels"]),
    library("Tokenizers", ["Console", "JSON", "Files", "CICU", "CSentencePiece", "CKernels"]),
    library("Autograd", ["Tensors"]),

    // Floor 4: data, models, vectors that are searched.
    library(
      "Corpora",
      [
        "Tokenizers", "TextRendering", "Images", "Schema", "Console", "JSON", "Files", "Runtime", "CFreeType",
        "CHarfBuzz",
      ]),
    library("Models", ["Autograd", "Tensors", "Schema", "Runtime"]),
    library("Search", ["JSON", "Files", "Runtime", "CHNSW", "CKernels"]),

    // Floor 5: weights from elsewhere, and what is learned.
    library("Pretrained", ["Models", "Corpora", "Tokenizers", "Tensors", "Console", "JSON"]),
    library("Objectives", ["Models", "Corpora", "Autograd", "Tensors", "Schema", "JSON"]),

    // Floor 6: what is done with them.
    library(
      "Training",
      [
        "Objectives", "Models", "Corpora", "Autograd", "TextRendering", "Tensors", "Schema", "JSON", "Files", "Runtime",
        "CKernels",
      ]),
    library(
      "Evaluation",
      [
        "Objectives", "Pretrained", "Models", "Corpora", "Tokenizers", "Autograd", "Images", "Tensors", "Console",
        "JSON",
        "Files", "Runtime", "CICU", "CListOrder", "CLAPACK", "CLBFGS", "CKernels",
      ]),
    library("Serving", ["Console", "JSON", "Runtime", "CMicroHTTPD"]),

    // Floor 7: the results for people.
    library("Reports", ["Evaluation", "Corpora", "TextRendering", "Images", "Console", "JSON", "Files", "Runtime"]),

    // Floor 8: the JSON face.
    library(
      "Recipes",
      [
        "Training", "Objectives", "Models", "Corpora", "Autograd", "Tokenizers", "TextRendering", "Images", "Tensors",
        "Schema", "Console", "JSON",
      ]),

    // Floor 9: what commands call.
    library(
      "Application",
      [
        "Recipes", "Reports", "Serving", "Evaluation", "Training", "Objectives", "Pretrained", "Search", "Models",
        "Corpora", "Autograd", "Tokenizers", "TextRendering", "Images", "Tensors", "Schema", "Console", "JSON", "Files",
        "Runtime",
      ]),

    // Floor 10: the commands.
    command("clippo-train", ["Application", "Recipes", "Console", "Runtime"]),
    command("clippo-render", ["TextRendering", "Images", "Console", "JSON", "Files"]),
    command(
      "clippo-corpus",
      [
        "Application", "Recipes", "Reports", "Evaluation", "Corpora", "TextRendering", "Images", "Console", "JSON",
        "Files", "Runtime",
      ]),
    command("clippo-eval", ["Application", "Reports", "Evaluation", "Corpora", "Console", "Runtime"]),
    command("clippo-search", ["Application", "Serving", "Search", "Corpora", "Console", "JSON", "Runtime"]),
    command(
      "clippo-weights",
      ["Application", "Recipes", "Pretrained", "Models", "Corpora", "Tokenizers", "Tensors", "Console"]),
    command("clippo-compare", ["Application", "Recipes", "Reports", "Evaluation", "Console", "Files"]),
    command(
      "clippo-bench",
      [
        "Application", "Recipes", "Reports", "Training", "Objectives", "Search", "Models", "Corpora", "Autograd",
        "TextRendering", "Images", "Tensors", "Console", "JSON", "Files", "Runtime",
      ]),

    // Tests mirror Sources; ParityTests and CommandTests stand across the mirror.
    .target(name: "CAllocations", path: "Tests/CAllocations"),
    .target(name: "TestSupport", dependencies: ["CAllocations"], path: "Tests/TestSupport"),
    .target(name: "MadeUpEmbeddings", dependencies: ["Evaluation", "Runtime"], path: "Tests/MadeUpEmbeddings"),
    .target(
      name: "CEmulatedLevels", dependencies: ["CKernels"], path: "Tests/CEmulatedLevels", cSettings: kernelFlags),
    tests("ArchitectureTests", []),
    tests("FilesTests", ["TestSupport", "Files"]),
    tests("RuntimeTests", ["Runtime"]),
    tests("JSONTests", ["JSON"]),
    tests("ConsoleTests", ["TestSupport", "Console"]),
    tests(
      "TensorsTests", ["CEmulatedLevels", "TestSupport", "Tensors", "Files", "Runtime", "CKernels"], fixtures: true),
    tests("ImagesTests", ["TestSupport", "Images", "Runtime"], fixtures: true),
    tests(
      "TextRenderingTests", ["TestSupport", "TextRendering", "Images", "Files", "CHarfBuzz", "CICU", "CZlib"],
      fixtures: true),
    tests("TokenizersTests", ["TestSupport", "Tokenizers", "JSON"], fixtures: true),
    tests("AutogradTests", ["CEmulatedLevels", "TestSupport", "Autograd", "Tensors", "Runtime", "CKernels"]),
    tests(
      "CorporaTests",
      [
        "TestSupport", "Corpora", "Tokenizers", "TextRendering", "Images", "Schema", "Console", "JSON", "Files",
        "Runtime",
      ], fixtures: true),
    tests("ModelsTests", ["TestSupport", "Models", "Autograd", "Tensors", "Runtime"]),
    tests("ObjectivesTests", ["Objectives", "Models", "Corpora", "Autograd", "Tensors", "Schema", "JSON", "Runtime"]),
    tests(
      "TrainingTests",
      [
        "TestSupport", "Training", "Objectives", "Models", "Corpora", "Autograd", "TextRendering", "Images", "Tensors",
        "Schema",
        "JSON", "Files", "Runtime", "CKernels",
      ], fixtures: true),
    tests(
      "EvaluationTests",
      [
        "MadeUpEmbeddings", "TestSupport", "Reports", "Evaluation", "Objectives", "Models", "Corpora", "Images",
        "Tensors",
        "JSON", "Runtime",
      ], fixtures: true),
    tests(
      "ReportsTests",
      [
        "MadeUpEmbeddings", "TestSupport", "Reports", "Evaluation", "Corpora", "TextRendering", "Images", "JSON",
        "Files", "Runtime",
      ]),
    tests("SearchTests", ["CEmulatedLevels", "TestSupport", "Search", "JSON", "Files", "Runtime", "CKernels"]),
    tests("ServingTests", ["TestSupport", "Serving", "JSON"]),
    tests(
      "RecipesTests",
      [
        "TestSupport", "Application", "Recipes", "Evaluation", "Objectives", "Models",
        "Autograd", "Corpora", "Schema", "JSON",
      ],
      fixtures: true),
    tests(
      "ApplicationTests",
      [
        "TestSupport", "Application", "Recipes", "Reports", "Evaluation", "Training", "Objectives", "Pretrained",
        "Search",
        "Models", "Corpora", "Tokenizers", "TextRendering", "Tensors", "Schema", "Console", "JSON", "Runtime",
      ], fixtures: true),
    tests(
      "ParityTests",
      [
        "CEmulatedLevels", "TestSupport", "Evaluation", "Objectives", "Pretrained", "Models", "Autograd", "Tensors",
        "Runtime", "CKernels",
      ],
      fixtures: true),
    tests(
      "CommandTests",
      [
        "clippo-train", "clippo-render", "clippo-corpus", "clippo-eval", "clippo-search", "clippo-weights",
        "clippo-compare", "clippo-bench", "TestSupport", "JSON",
      ], fixtures: true),
  ],
  cLanguageStandard: .c17,
  cxxLanguageStandard: .cxx17
)

// Readers of files under libFuzzer, only where `scripts/fuzz` asks for it: CLIPPO_FUZZER is libFuzzer's archive.
if let fuzzer = Context.environment["CLIPPO_FUZZER"] {
  package.targets += [
    .systemLibrary(name: "CLibFuzzer", path: "Tests/Fuzzing/CLibFuzzer"),
    .executableTarget(
      name: "clippo-fuzz",
      dependencies: [
        "CLibFuzzer", "Recipes", "Serving", "Pretrained", "Search", "Corpora", "Tokenizers", "TextRendering", "Images",
        "Tensors", "JSON", "Files", "Runtime",
      ],
      path: "Tests/Fuzzing/clippo-fuzz",
      linkerSettings: [.unsafeFlags([fuzzer]), .linkedLibrary("stdc++")]),
  ]
}
