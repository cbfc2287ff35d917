export { Incidents } from './incidents';
export type { IncidentState } from './incidents';
export type { IncidentRecord, SeenIncident } from './types';
