/**
 * Facts, checks, inspectors and the observation of the database service.
 *
 * @packageDocumentation
 */

export * from './check';
export * from './extensions';
export * from './facts';
export * from './inspector';
export * from './observation';
