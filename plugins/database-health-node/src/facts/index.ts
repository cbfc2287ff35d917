export { factCatalogue } from './catalogue';
export type {
  EngineFact,
  FactForDatabases,
  FactForServers,
  FactOfWholeServer,
  FactWith,
} from './catalogue';
export type { ClockOf, FactCatalogue, FactEntry, FactEntryOf } from './entry';
export * from './facts';
export type { Failure, FailureKind } from './pulse';
export * from './readings';
export type {
  KeyPath,
  ListsIn,
  ReplicaTime,
  ServerTime,
  TimesIn,
} from './times';
export * as facts from './values';
