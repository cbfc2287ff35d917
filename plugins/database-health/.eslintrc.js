/** Runs in browsers. Imports -common only of ours. */
module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  restrictedImports: [
    'backstage-plugin-database-health-backend',
    'backstage-plugin-database-health-node',
  ],
  restrictedImportPatterns: ['node:*'],
});
