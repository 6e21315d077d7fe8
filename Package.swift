// swift-tools-version: 6.0
import PackageDescription

// The floors of the house, lowest first. A target imports only targets listed above it;
// `make check` builds with `--explicit-target-dependency-import-check error`.

/// C kernels are useless without optimisation, so debug builds optimise them too; NaN checks must survive, so no -ffast-math.
let kernelFlags: [CSetting] = [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=fast"])]

func systemLibrary(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies)
}

func command(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: ["Console"] + dependencies)
}

/// Fixtures are found by the place of the source: a resource bundle would bring Foundation, whose ICU is another one than
/// the system's, and a file that sees both does not always compile.
func tests(_ name: String, _ dependencies: [Target.Dependency], fixtures: Bool = false) -> Target {
  .testTarget(
    name: name, dependencies: ["TestSupport"] + dependencies,
    exclude: fixtures ? ["Fixtures"] : [])
}

let package = Package(
  name: "clippo",
  dependencies: [],
  targets: [
    // Floor 0: the C world, and talking with a person.
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
    library("Console", []),

    // Floor 1: numbers and pictures.
    library("Tensors", ["Console", "CKernels", "CDNNL", "CZlib"]),
    library("Pixels", ["CKernels", "CPNG", "CJPEG", "CWebP"]),

    // Floor 2: text to pages and to tokens, and derivatives.
    library("TextRendering", ["Console", "Pixels", "CKernels", "CFreeType", "CHarfBuzz", "CFriBidi", "CICU"]),
    library("Tokenizers", ["Console", "CKernels", "CICU", "CZlib", "CSentencePiece"]),
    library("Autograd", ["Tensors"]),

    // Floor 3: data, models, objectives.
    library(
      "Corpora",
      [
        "Console", "TextRendering", "Tokenizers", "Pixels", "Tensors", "CKernels", "CFreeType", "CHarfBuzz", "CZlib",
      ]),
    library("Models", ["Autograd", "Tensors"]),
    library("Objectives", ["Autograd", "Tensors"]),

    // Floor 4: what is done with them.
    library(
      "Training",
      ["Console", "Corpora", "TextRendering", "Models", "Objectives", "Autograd", "Tensors", "CKernels"]),
    library(
      "Evaluation",
      [
        "Console", "Corpora", "Models", "Objectives", "Autograd", "Pixels", "TextRendering", "Tensors", "CKernels",
        "CICU", "CListOrder", "CLAPACK", "CLBFGS",
      ]),
    library("Search", ["Console", "Tensors", "CKernels", "CHNSW"]),
    library("Serving", ["Console", "CMicroHTTPD"]),

    // Floor 5: the JSON face.
    library(
      "Recipes",
      [
        "Training", "Evaluation", "Search", "Serving", "Corpora", "Models", "Objectives", "Autograd", "TextRendering",
        "Tokenizers", "Pixels", "Tensors", "Console",
      ]),

    // Floor 6: the commands.
    command("clippo-train", ["Recipes"]),
    command("clippo-render", ["TextRendering", "Pixels", "Tensors"]),
    command("clippo-corpus", ["Recipes", "Training", "Evaluation", "Corpora", "TextRendering", "Pixels", "Tensors"]),
    command("clippo-eval", ["Recipes", "Evaluation", "Corpora", "Tensors"]),
    command("clippo-search", ["Recipes", "Search", "Serving", "Training", "Corpora", "Tensors"]),
    command("clippo-weights", ["Recipes", "Corpora", "Models", "Tensors"]),
    command("clippo-compare", ["Recipes", "Evaluation", "Tensors"]),
    command(
      "clippo-bench",
      [
        "Recipes", "Search", "Evaluation", "Training", "Corpora", "TextRendering", "Pixels", "Models", "Autograd",
        "Tensors",
      ]),

    // Tests mirror Sources; ParityTests and CommandTests stand across the mirror.
    .target(name: "CAllocations", path: "Tests/CAllocations"),
    .target(name: "TestSupport", dependencies: ["CAllocations"], path: "Tests/TestSupport"),
    .target(
      name: "CEmulatedLevels", dependencies: ["CKernels"], path: "Tests/CEmulatedLevels", cSettings: kernelFlags),
    tests("ConsoleTests", ["Console"]),
    tests("TensorsTests", ["Console", "Tensors", "CKernels", "CDNNL", "CEmulatedLevels"], fixtures: true),
    tests("PixelsTests", ["Pixels"], fixtures: true),
    tests("TextRenderingTests", ["TextRendering", "Pixels", "Console", "CHarfBuzz", "CICU", "CZlib"], fixtures: true),
    tests("TokenizersTests", ["Tokenizers", "Console"], fixtures: true),
    tests("AutogradTests", ["Autograd", "Tensors"]),
    tests("CorporaTests", ["Corpora", "TextRendering", "Pixels", "Tensors", "Console"], fixtures: true),
    tests("ModelsTests", ["Models", "Autograd", "Tensors"]),
    tests("ObjectivesTests", ["Objectives", "Autograd", "Tensors"]),
    tests(
      "TrainingTests",
      [
        "Training", "Corpora", "TextRendering", "Pixels", "Models", "Objectives", "Autograd", "Tensors", "CKernels",
        "Console",
      ], fixtures: true),
    tests(
      "EvaluationTests",
      ["Evaluation", "Corpora", "Models", "TextRendering", "Tensors", "Pixels", "Console"], fixtures: true),
    tests("SearchTests", ["Search", "Tensors", "Console", "CKernels", "CEmulatedLevels"]),
    tests("ServingTests", ["Serving", "Console"]),
    tests(
      "RecipesTests",
      ["Recipes", "Training", "Evaluation", "Corpora", "Tokenizers", "Models", "Tensors", "Console"], fixtures: true),
    tests(
      "ParityTests", ["CKernels", "CEmulatedLevels", "Tensors", "Autograd", "Models", "Objectives", "Evaluation"],
      fixtures: true),
    tests(
      "CommandTests",
      [
        "clippo-train", "clippo-render", "clippo-corpus", "clippo-eval", "clippo-search", "clippo-compare",
        "clippo-weights",
      ]),
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
        "CLibFuzzer", "Recipes", "Models", "Search", "Serving", "Corpora", "Tokenizers", "TextRendering", "Pixels",
        "Tensors",
        "Console",
      ],
      path: "Tests/Fuzzing/clippo-fuzz",
      linkerSettings: [.unsafeFlags([fuzzer]), .linkedLibrary("stdc++")]),
  ]
}
