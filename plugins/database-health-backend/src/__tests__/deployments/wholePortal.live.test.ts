import { expectRight } from '../../__testUtils__/setUps/expectRight';
import { onOneServer } from '../../__testUtils__/setUps/postgresRows';
import { PostgresTruth } from '../../__testUtils__/setUps/postgresTruth';
import { startWholePortal } from '../../__testUtils__/setUps/wholePortal';

const prefix = 'backstage_plugin_';

it('docs/deployments/postgres with all plugins of a stock portal', async () => {
  const server = await PostgresTruth.start({
    settings: { max_connections: '200' },
  });
  try {
    const prepared = await onOneServer(server, 'postgres');
    const portal = await startWholePortal('postgres', prepared.env);
    try {
      const names = (await server.names([])).filter(name =>
        name.startsWith(prefix),
      );
      expect(names.length).toBeGreaterThanOrEqual(12);
      await expectRight({
        ...prepared,
        portal,
        places: Object.fromEntries(
          names.map(name => [
            name.slice(prefix.length),
            { engine: 'postgres' as const, name, server },
          ]),
        ),
        log: {
          troubles: () =>
            portal
              .output()
              .split('\n')
              .filter(line => /\b(warn|error)\b.*database-health/i.test(line))
              .map(message => ({ message })),
          text: portal.output,
        },
      });
    } finally {
      await portal.dispose();
    }
  } finally {
    await server.dispose();
  }
});
