import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Gives the page and all that it shows, except what the other two add.
 *
 * @public
 */
export const databaseHealthReadPermission = createPermission({
  name: 'databaseHealth.read',
  attributes: { action: 'read' },
});

/**
 * Also gives hosts, users, sessions, the text of statements and full folders.
 *
 * @public
 */
export const databaseHealthDetailsReadPermission = createPermission({
  name: 'databaseHealth.details.read',
  attributes: { action: 'read' },
});

/**
 * Gives asking for a survey, dismissing and restoring findings, and
 * planning silences.
 *
 * @public
 */
export const databaseHealthManagePermission = createPermission({
  name: 'databaseHealth.manage',
  attributes: { action: 'update' },
});

/**
 * All permissions of Database Health.
 *
 * @public
 */
export const databaseHealthPermissions = [
  databaseHealthReadPermission,
  databaseHealthDetailsReadPermission,
  databaseHealthManagePermission,
];
