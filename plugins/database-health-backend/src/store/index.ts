export { Checksums } from './checksums';
export { Dismissals } from './dismissals';
export type { DismissalRecord } from './dismissals';
export { Failures } from './failures';
export type { FailureRecord } from './failures';
export { Deliveries, Digests, Incidents } from './incidents';
export type {
  Delivery,
  DueDigest,
  IncidentRecord,
  IncidentState,
  RecordedChanges,
  SeenIncident,
} from './incidents';
export { ownMigrationSource } from './migrate';
export { Replicas } from './replicas';
export type { ReplicaRecord, ReplicaState, SeenReplica } from './replicas';
export { Samples, tablesPerSample } from './samples';
export type { Retention, Sample, SamplePoint } from './samples';
export { ServerAliases } from './serverAliases';
export type { ServerAlias } from './serverAliases';
export { Silences } from './silences';
export type { SilenceRecord } from './silences';
export { Store } from './store';
export { Surveys } from './surveys';
export type { SurveyHead } from './surveys';
export { Transitions } from './transitions';
export type {
  SeenStatus,
  StatusSubject,
  TransitionRecord,
} from './transitions';
export { Upkeep } from './upkeep';
export { Versions } from './versions';
export type { VersionLedger, VersionRecord } from './versions';
