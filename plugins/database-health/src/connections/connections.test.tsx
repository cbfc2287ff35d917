import { screen, within } from '@testing-library/react';
import { renderState } from '../__testUtils__/renderState';
import { durationInWords } from 'backstage-plugin-database-health-common';
import { stateOf } from '../fixtures';
import { recorded, recordedFinding } from '../fixtures/recorded';

const at = '/connections';
const waits = recorded('waits', ({ connections }) => connections);
const [crowded] = waits.servers;
const host = waits.replicas[0].host!;
const catalog = waits.replicas[0].pools.find(
  ({ pluginId }) => pluginId === 'catalog',
)!;

describe('connections', () => {
  it('tell who holds them and how many too many the pools may open', async () => {
    const { used, limit, reserved, byPlugin } = crowded.connections!;
    const { max, available } = crowded.budget!;
    await renderState(stateOf('pool-full'), { at });
    expect(
      await screen.findByRole('img', {
        name: `${used} connections in use, ${
          limit - reserved - used
        } free, ${reserved} reserved; pools may open ${max}`,
      }),
    ).toBeVisible();
    expect(screen.getByText(/The pools of 14 plugins/)).toHaveTextContent(
      `may open ${max} of the ${available} that are theirs, ${
        max - available
      } too many.`,
    );
    const table = screen.getByRole('table', {
      name: 'Connections of db.internal:5432 by plugin',
    });
    const rows = within(table)
      .getAllByRole('row')
      .map(row => row.textContent);
    const [most] = byPlugin!;
    const others = byPlugin!.find(({ pluginId }) => pluginId === null)!;
    expect(rows[1]).toBe(`${most.pluginId}${most.used}20 × 120`);
    expect(rows[rows.length - 1]).toBe(
      `Others, and unnamed connections${others.used}––`,
    );
  });

  it('say why a server is not well, and what to do', async () => {
    await renderState(stateOf('server-down'), { at });
    const servers = await screen.findByRole('region', { name: 'Servers' });
    const { title, message, remedy } = recordedFinding('server-reachable');
    expect(within(servers).getByRole('link', { name: title })).toHaveAttribute(
      'href',
      expect.stringContaining('server-reachable'),
    );
    expect(servers).toHaveTextContent(message);
    expect(servers).toHaveTextContent(remedy.text);
    // Those of plugin databases stand where those do.
    expect(servers).not.toHaveTextContent('Failed connections');
  });

  it.each([
    [
      'for those who may see addresses',
      {
        addresses: ['db.internal:5432', 'pgbouncer:6432'],
        pooler: { pluginIds: ['catalog', 'search'] },
      },
      '2 plugins reach it through a connection pooler. Also known as pgbouncer:6432.',
    ],
    [
      'for others',
      { pooler: { pluginIds: ['catalog'] } },
      '1 plugin reaches it through a connection pooler.',
    ],
  ])(
    'say who reaches a server through a pooler, and its other addresses, %s',
    async (_case, changes, note) => {
      const state = stateOf('pool-full');
      const api = state.createApi();
      const report = await api.getConnections();
      api.getConnections = async () => ({
        ...report,
        servers: report.servers.map(server => ({ ...server, ...changes })),
      });
      await renderState(state, { at, api });
      const shown = await screen.findByText(/through a connection pooler/);
      expect(shown.textContent?.trim()).toBe(note);
      const pools = screen.getByText(/The pools of 14 plugins/);
      expect(pools).toHaveTextContent(
        'its own limits hold, which are not read',
      );
      expect(pools).not.toHaveTextContent('too many');
    },
  );

  it('say no numbers of a server that cannot be looked at', async () => {
    const state = stateOf('server-down');
    const api = state.createApi();
    const report = await api.getConnections();
    api.getConnections = async () => ({
      ...report,
      servers: report.servers.map(server => ({
        ...server,
        unreachableSince: server.connections!.readAt,
        role: 'unknown' as const,
        connections: null,
      })),
    });
    await renderState(state, { at, api });
    const servers = await screen.findByRole('region', { name: 'Servers' });
    expect(servers).not.toHaveTextContent(/primary|in use,/);
    expect(servers).toHaveTextContent(
      /How many are in use is not known: it has answered nobody for \d+ (s|min)\. The pools of/,
    );
  });

  it('show the pool in trouble first, and for how long somebody waits', async () => {
    await renderState(stateOf('pool-full'), { at });
    const table = await screen.findByRole('table', {
      name: `Pools of ${host}`,
    });
    const [, first] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent(
      `catalog${catalog.max} of ${catalog.max} used, ${catalog.pending} waiting`,
    );
    expect(first).toHaveTextContent(
      [catalog.waitMs.p50, catalog.waitMs.p95, catalog.waitMs.p99]
        .map(durationInWords)
        .join(' / '),
    );
    expect(first).toHaveTextContent(durationInWords(catalog.oldestWaitMs));
  });

  it('leave out the pools of a replica that is gone, and say so', async () => {
    await renderState(stateOf('pool-full'), { at });
    expect(await screen.findByText('in 2 living replicas')).toBeVisible();
    expect(screen.getByText(/gone: last seen/)).toHaveTextContent(
      'gone: last seen 7 min ago; its pools do not count',
    );
    expect(
      screen.queryByRole('table', { name: 'Pools of backstage-69fd4c-7hhrt' }),
    ).not.toBeInTheDocument();
  });

  it('say that other replicas are not seen while the store is down', async () => {
    await renderState(stateOf('replicas-unseen'), { at });
    expect(
      await screen.findByText('Other replicas are not seen'),
    ).toBeVisible();
  });

  it('have nothing to run out of on SQLite', async () => {
    await renderState(stateOf('one-database'), { at });
    expect(await screen.findByText(/SQLite runs inside/)).toBeVisible();
  });

  it('says nothing of SQLite where no server is known', async () => {
    await renderState(stateOf('nothing-observed'), { at: '/connections' });
    expect(await screen.findByText('No server is known.')).toBeVisible();
  });
});
