import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readNotificationsConfig } from './config';

const read = (notifications?: JsonObject) =>
  readNotificationsConfig(
    new ConfigReader({
      databaseHealth: { ...(notifications && { notifications }) },
    }),
  );

describe('the configuration of notifications', () => {
  it('names nobody by default', () => {
    expect(read()).toEqual({
      digest: false,
      default: undefined,
      plugins: new Map(),
    });
  });

  it('names people by plugin and by severity', () => {
    expect(
      read({
        digest: true,
        default: ['group:default/platform'],
        plugins: { catalog: { critical: ['user:default/a'] }, auth: [] },
      }),
    ).toEqual({
      digest: true,
      default: {
        critical: ['group:default/platform'],
        warning: ['group:default/platform'],
      },
      plugins: new Map<string, object>([
        ['catalog', { critical: ['user:default/a'] }],
        ['auth', { critical: [], warning: [] }],
      ]),
    });
  });

  it.each([
    [
      { recipients: [] },
      "databaseHealth.notifications has no 'recipients'; allowed are default, digest, plugins",
    ],
    [
      { default: 'group:default/platform' },
      'databaseHealth.notifications.default must be a list of references of entities, or an object of critical, warning',
    ],
    [
      { digest: 'daily' },
      "Unable to convert config value for key 'databaseHealth.notifications.digest' in 'mock-config' to a boolean",
    ],
    [
      { default: ['platform'] },
      "databaseHealth.notifications.default must be a list of references of entities such as 'group:default/platform'",
    ],
    [
      { plugins: { catalog: { info: [] } } },
      "databaseHealth.notifications.plugins.catalog has no 'info'; allowed are critical, warning",
    ],
    [
      { plugins: { catalog: { critical: [7] } } },
      'databaseHealth.notifications.plugins.catalog.critical must be a list of references',
    ],
  ])('refuses %j', (notifications, message) => {
    expect(() => read(notifications)).toThrow(message);
  });
});
