/** Knows nothing of ours: tests of every package start servers with it. */
module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  restrictedImports: [
    'backstage-plugin-database-health',
    'backstage-plugin-database-health-backend',
    'backstage-plugin-database-health-common',
    'backstage-plugin-database-health-node',
  ],
  restrictedImportPatterns: ['backstage-plugin-database-health/*'],
});
