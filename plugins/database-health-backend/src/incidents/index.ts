export { DismissedFindings } from './dismissals';
export { keepIncidents } from './keepIncidents';
export type { IncidentSource } from './keepIncidents';
export { StatusChanges } from './changes';
