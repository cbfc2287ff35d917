/**
 * Of ours, the portal uses what an admin would install: the backend plugin,
 * and the permissions for the policy.
 */
module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  restrictedImports: [
    'backstage-plugin-database-health',
    'backstage-plugin-database-health-node',
  ],
  restrictedImportPatterns: ['backstage-plugin-database-health/*'],
});
