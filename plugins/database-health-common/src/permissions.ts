import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Gives the page, overview, databases, migrations, history and status.
 *
 * @public
 */
export const databaseHealthReadPermission = createPermission({
  name: 'databaseHealth.read',
  attributes: { action: 'read' },
});

/**
 * Gives also hosts, users, SQL text, sessions and effective configuration.
 *
 * @public
 */
export const databaseHealthDetailsReadPermission = createPermission({
  name: 'databaseHealth.details.read',
  attributes: { action: 'read' },
});

/**
 * Gives refresh, and dismissing and restoring findings.
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
