const { createConfigForRole } = require('@backstage/cli/config/eslint-factory');

module.exports = createConfigForRole(__dirname, 'node-library', {
  overrides: [
    {
      files: ['**/*.spec.ts', '**/*.setup.ts'],
      // These rules know jest's `test` and `expect`, not Playwright's.
      rules: {
        'jest/expect-expect': 'off',
        'jest/no-done-callback': 'off',
        'jest/no-standalone-expect': 'off',
        'jest/valid-title': 'off',
        'jest/valid-expect': 'off',
      },
    },
  ],
});
