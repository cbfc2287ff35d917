/**
 * Facts, checks, inspectors and the observation of the database service.
 *
 * @packageDocumentation
 */

export * from './check';
export * from './extensions';
export * from './facts';
export * from './failure';
export * from './growth';
export * from './inspector';
export * from './knex-line';
export * from './ledger';
export * from './migration-failure';
export * from './observation';
export * from './reading';
export * from './statement-shape';
export * from './within';
