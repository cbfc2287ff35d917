/** Of ours, the portal uses what an admin would install: the page. */
module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  restrictedImports: [
    'backstage-plugin-database-health-backend',
    'backstage-plugin-database-health-common',
    'backstage-plugin-database-health-node',
  ],
});
