export { Checksums } from './checksums';
export { Failures } from './failures';
export { heartbeatIntervalMs, Replicas } from './replicas';
export type { ReplicaRecord, ReplicaState, SeenReplica } from './replicas';
export { Store } from './store';
export { Surveys } from './surveys';
export type { SurveyHead } from './surveys';
export { Versions } from './versions';
export type { VersionLedger, VersionRecord } from './versions';
