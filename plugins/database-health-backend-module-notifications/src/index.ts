/**
 * Tells people of the incidents that Database Health finds, by the notifications of
 * Backstage.
 *
 * @packageDocumentation
 */

export { databaseHealthModuleNotifications as default } from './module';
