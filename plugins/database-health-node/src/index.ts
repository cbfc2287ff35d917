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
export * from './invisible';
export * from './knexLine';
export * from './ledger';
export * from './migrationFailure';
export * from './observation';
export * from './shellLines';
export * from './sourceFolder';
export * from './sqlIdentifier';
export * from './statementShape';
export * from './within';
