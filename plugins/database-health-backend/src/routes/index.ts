export { Access } from './access';
export { audited } from './audit';
export type { FindingDismissals } from './dismissals';
export { requireDatabase } from './known';
export { createRouter } from './router';
export { visibleAnswer } from './visibleAnswers';
