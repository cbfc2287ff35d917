import { screen, within } from '@testing-library/react';
import { renderState } from '../__testUtils__/renderState';
import { stateOf } from '../fixtures';

const at = '/connections';

describe('connections', () => {
  it('tell who holds them and how many too many the pools may open', async () => {
    await renderState(stateOf('pool-full'), { at });
    expect(
      await screen.findByRole('img', {
        name: '88 connections in use, 9 free, 3 reserved; pools may open 280',
      }),
    ).toBeVisible();
    expect(screen.getByText(/The pools of 14 plugins/)).toHaveTextContent(
      'may open 280 of the 97 that are theirs, 183 too many.',
    );
    const table = screen.getByRole('table', {
      name: 'Connections of db.internal:5432 by plugin',
    });
    const rows = within(table)
      .getAllByRole('row')
      .map(row => row.textContent);
    expect(rows[1]).toBe('catalog1210 × 220');
    expect(rows[rows.length - 1]).toBe('Others, and unnamed connections24––');
  });

  it('say why a server is not well, and what to do', async () => {
    await renderState(stateOf('pool-full'), { at });
    const servers = await screen.findByRole('region', { name: 'Servers' });
    expect(
      within(servers).getByRole('link', { name: 'Connection budget' }),
    ).toHaveAttribute('href', expect.stringContaining('connection-budget'));
    expect(servers).toHaveTextContent(/88 of 97 connections are in use/);
    expect(servers).toHaveTextContent(/knexConfig: \{ pool: \{ max: 2 \} \}/);
    // Those of plugin databases stand where those do.
    expect(servers).not.toHaveTextContent('Pool saturation');
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
    },
  );

  it('say how old the numbers of a server are that cannot be looked at', async () => {
    await renderState(stateOf('server-down'), { at });
    const servers = await screen.findByRole('region', { name: 'Servers' });
    expect(servers).toHaveTextContent('None of its plugin databases answers.');
    expect(servers).toHaveTextContent(
      '23 of 200 are in use, 3 are kept for administrators, counted 3 min ago.',
    );
  });

  it('show the pool in trouble first, and for how long somebody waits', async () => {
    await renderState(stateOf('pool-full'), { at });
    const table = await screen.findByRole('table', {
      name: 'Pools of backstage-7d9c5b-x2x8k',
    });
    const [, first] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent('catalog10 of 10 used, 31 waiting');
    expect(first).toHaveTextContent('820 ms / 24 s / 41 s');
    expect(first).toHaveTextContent('52 s');
    expect(first).toHaveTextContent('17');
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
