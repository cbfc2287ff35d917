/**
 * Types, status roll-up, permissions and HTTP client of Database Health.
 *
 * @packageDocumentation
 */

export * from './api';
export * from './bytesInWords';
export * from './client';
export * from './durationInWords';
export * from './limitUnits';
export * from './distinctDatabases';
export * from './engines';
export * from './permissions';
export * from './qualifiedName';
export * from './sessionLines';
export * from './status';
export * from './statusSentence';
export * from './timeSpans';
export * from './types';
