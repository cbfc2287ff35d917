const createConfig = require('@backstage/cli/config/eslint-factory');

/** Imports -node and -common only of ours. */
const config = createConfig(__dirname, {
  restrictedImports: [
    'backstage-plugin-database-health',
    'backstage-plugin-database-health-backend',
  ],
  restrictedImportPatterns: ['backstage-plugin-database-health/*'],
});

module.exports = {
  ...config,
  overrides: [
    ...config.overrides,
    {
      // These start a whole backend.
      files: ['**/*.live.test.ts'],
      rules: {
        'no-restricted-imports': 'off',
        '@backstage/no-mixed-plugin-imports': 'off',
      },
    },
  ],
};
