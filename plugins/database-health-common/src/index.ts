/**
 * Types, order of statuses, permissions and HTTP client of Database Health.
 *
 * @packageDocumentation
 */

export * from './api';
export * from './bytesInWords';
export * from './changeSignals';
export * from './client';
export * from './durationInWords';
export * from './engines';
export { unitOfLimit } from './limitUnits';
export * from './permissions';
export * from './qualifiedName';
export * from './status';
export * from './statusSentence';
export * from './summable';
export * from './types';
