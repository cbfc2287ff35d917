export { Peers, pulsesToReport } from './peers';
export type { ReportedPulse } from './peers';
export { RemoteReadings } from './remoteReadings';
export { SharedSurveys } from './sharedSurveys';
export type { RemoteSurvey } from './sharedSurveys';
