/// What is wrong with a tar header, before it is known where it stands.
struct TarDamage: Error, Equatable {
  let problem: String
}
