import { healthyFacts } from '../__testUtils__/facts';
import { judgements } from '../__testUtils__/evaluate';
import { configuration } from './configuration';

type Keys = NonNullable<typeof healthyFacts.environment.misleadingKeys>;

const found = (...misleadingKeys: Keys) => ({
  environment: { ...healthyFacts.environment, misleadingKeys },
});

describe('a key of the configuration', () => {
  it('that is nearly the name of a plugin is a warning, with the right name', () => {
    expect(
      judgements(
        configuration,
        found({
          key: 'backend.database.plugin.mcpActions',
          fault: 'no-plugin',
          nearest: 'mcp-actions',
        }),
      ),
    ).toMatchObject([
      {
        severity: 'warning',
        object: 'backend.database.plugin.mcpActions',
        message: expect.stringContaining('the plugin is called mcp-actions'),
        remedy: {
          text: expect.stringContaining('backend.database.plugin.mcp-actions'),
        },
      },
    ]);
  });

  it('that is like that of no plugin is information: another backend may read it', () => {
    expect(
      judgements(
        configuration,
        found({ key: 'backend.database.plugin.billing', fault: 'no-plugin' }),
      ),
    ).toMatchObject([{ severity: 'info' }]);
  });

  it('that is a text for `ssl` is critical, with what to write instead', () => {
    expect(
      judgements(
        configuration,
        found({ key: 'backend.database.connection.ssl', fault: 'ssl-text' }),
      ),
    ).toMatchObject([
      {
        severity: 'critical',
        message: expect.stringContaining('backend.database.connection.ssl'),
        remedy: { text: expect.stringContaining('rejectUnauthorized') },
      },
    ]);
  });

  it.each([
    ['unknown', 'backend.database.knexConfig', 'warning'],
    ['unknown', undefined, 'info'],
    ['refused', undefined, 'critical'],
    ['common-only', 'backend.database.role', 'warning'],
    ['schemas-only', undefined, 'info'],
  ] as const)('that is ignored: %s, nearest %s', (fault, nearest, severity) => {
    const key = 'backend.database.what';
    expect(
      judgements(
        configuration,
        found({ key, fault, ...(nearest && { nearest }) }),
      ),
    ).toMatchObject([
      {
        severity,
        object: key,
        message: expect.stringContaining(nearest ?? key),
        remedy: { text: expect.stringMatching(/Remove|Say|Set/) },
      },
    ]);
  });

  it('that does what it seems to is nothing to tell', () => {
    expect(judgements(configuration)).toEqual([]);
  });
});
