const { builtinModules } = require('node:module');

/** Runs in browsers as well as in Node.js, and imports none of ours. */
module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  restrictedImports: [
    'backstage-plugin-database-health',
    'backstage-plugin-database-health-backend',
    'backstage-plugin-database-health-node',
  ],
  restrictedSrcImports: builtinModules,
  restrictedImportPatterns: ['backstage-plugin-database-health/*', 'node:*'],
});
