import Console
import FoundationEssentials

@main
struct ClippoSearch: CommandSuite {
  static let name = "clippo-search"
  static let summary = "Finds images by texts and images: those of a run, or those of an index of any folder."
  static let examples = [
    CommandExample("clippo-search 红色的心", "images of the newest run's corpus"),
    CommandExample("clippo-search index photos --run runs/photos-zh", "make images.clippo, or add what has changed"),
    CommandExample("clippo-search query 夕阳下的海 --negative 人", "sunsets at sea without people"),
    CommandExample("clippo-search query index", "a text that is a subcommand's name"),
    CommandExample("clippo-search serve --port 8080", "a page to search with, on this machine"),
  ]
  static var subcommands: [any Command.Type] {
    [
      QueryCommand.self, IndexCommand.self, InfoCommand.self, CompactCommand.self, ServeCommand.self,
      PseudoCommand.self,
    ]
  }
  static var defaultSubcommand: (any Command.Type)? { QueryCommand.self }
}
