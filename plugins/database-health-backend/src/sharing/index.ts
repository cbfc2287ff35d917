export { Elsewhere, pulsesToTell } from './elsewhere';
export type { ToldPulse } from './elsewhere';
export { News } from './news';
export { SharedSurveys } from './sharedSurveys';
export type { SurveyNews } from './sharedSurveys';
