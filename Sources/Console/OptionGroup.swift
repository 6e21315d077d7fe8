/// Options that several commands share: a class or struct of `@Option` properties, kept as a property of a command.
///
///     struct SourceOptions: OptionGroup { @Option("how files are written") var format = Format.automatic }
///     struct Look: Command { var source = SourceOptions() }
public protocol OptionGroup {}
