/**
 * Database Health in the new frontend system. A portal with
 * `app.packages: all` needs nothing but the dependency.
 *
 * @packageDocumentation
 */

export { default } from './alpha/plugin';
