export { DismissedFindings } from './dismissals';
export { keepIncidents } from './keepIncidents';
export type { IncidentSource } from './keepIncidents';
export { toIncident } from './knownIncident';
export type { IncidentNews } from './knownIncident';
export { PlannedSilences } from './silences';
export { StatusChanges } from './changes';
export { subjectKey } from './names';
