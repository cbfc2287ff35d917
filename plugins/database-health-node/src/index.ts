/**
 * What extends Database Health: facts and checks as types, the extension point, and
 * where a database service of one's own says what it gave to whom.
 *
 * @packageDocumentation
 */

export * from './check';
export * from './extensions';
export * from './facts';
export * from './inspector';
export * from './observations';
export * from './shellLines';
