export type { FindingDismissals } from './dismissals';
export { createRouter } from './router';
