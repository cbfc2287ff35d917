/** Imports -common only of ours. */
module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  restrictedImports: [
    'backstage-plugin-database-health',
    'backstage-plugin-database-health-backend',
  ],
  restrictedImportPatterns: ['backstage-plugin-database-health/*'],
});
