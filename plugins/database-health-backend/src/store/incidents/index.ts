export { Deliveries } from './deliveries';
export type { Delivery } from './deliveries';
export { Digests } from './digests';
export type { DueDigest } from './digests';
export { Incidents } from './incidents';
export type { IncidentState } from './incidents';
export type { IncidentRecord, RecordedChanges, SeenIncident } from './types';
