import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../__testUtils__/renderState';
import {
  bytesInWords,
  durationInWords,
} from 'backstage-plugin-database-health-common';
import { stateOf } from '../fixtures';
import { recorded, RecordedState } from '../fixtures/recorded';
import { relationsOf } from '../fixtures/relations';
import { SettingList } from './SettingList';

const catalogIn = (state: RecordedState) =>
  recorded(state, ({ overview }) =>
    overview.databases.find(({ id }) => id === 'catalog'),
  )!;

const region = (name: string) => screen.findByRole('region', { name });

describe('the detail of a database', () => {
  it('shows its own findings and those of its server', async () => {
    await renderState(stateOf('sick'), { at: '/databases/scaffolder' });
    const findings = await region('Findings');
    expect(findings).toHaveTextContent('scaffolder · Missing migrations');
    expect(findings).toHaveTextContent(
      'server db.internal:5432 · Connection budget',
    );
    expect(findings).not.toHaveTextContent('notifications');
  });

  it('shows every check, worst first, and why one was skipped', async () => {
    await renderState(stateOf('sick'), { at: '/databases/scaffolder' });
    const all = recorded(
      'sick',
      ({ databases }) => databases.scaffolder.checks,
    );
    const withStatus = (status: string) =>
      all.filter(check => check.status === status).length;
    const checks = within(await region('Checks'));
    const rows = () => checks.getAllByRole('row').slice(1);
    expect(rows()).toHaveLength(
      all.length - withStatus('ok') - withStatus('skipped'),
    );
    expect(rows().map(({ textContent }) => textContent)).toContainEqual(
      expect.stringMatching(/^CriticalMissing migrations/),
    );
    await userEvent.click(
      checks.getByRole('button', {
        name: `Show ${withStatus('ok')} checks that are OK and ${withStatus(
          'skipped',
        )} that were skipped`,
      }),
    );
    expect(rows()).toHaveLength(all.length);
    expect(rows().map(({ textContent }) => textContent)).toContain(
      'SkippedSQLite in productionThis plugin database is not in SQLite.',
    );
  });

  it('shows no empty table where all checks are folded', async () => {
    await renderState(stateOf('all-well'), { at: '/databases/scaffolder' });
    const checks = within(await region('Checks'));
    const fold = await checks.findByRole('button', {
      name: /^Show \d+ checks/,
    });
    expect(checks.queryByRole('table')).toBeNull();
    await userEvent.click(fold);
    expect(checks.getByRole('table')).toBeVisible();
  });

  it('shows what is known with units, and what is not as such', async () => {
    await renderState(stateOf('sick'), { at: '/databases/catalog' });
    const facts = await region('Facts');
    const { size, ping } = catalogIn('sick');
    expect(facts).toHaveTextContent(`Size${bytesInWords(size!.bytes)}`);
    expect(facts).toHaveTextContent(/EnginePostgreSQL 18\.\d+/);
    expect(facts).toHaveTextContent(
      `Latency${durationInWords(ping!.latencyMs)}`,
    );
    expect(facts).toHaveTextContent(/Looked at(\d+ s ago|just now)/);
    expect(facts).toHaveTextContent(/\+[\d.]+ KiB a day/);
  });

  it('opens a ledger to its missing files by name', async () => {
    await renderState(stateOf('sick'), { at: '/databases/scaffolder' });
    const migrations = await region('Migrations');
    await userEvent.click(
      within(migrations).getByRole('button', { name: /^Files missing/ }),
    );
    const missing = within(migrations).getByRole('list', {
      name: 'Missing: applied, but without a file',
    });
    expect(
      within(missing)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent?.trim()),
    ).toEqual([
      '20260901000000_task_secrets.js',
      '20260914103000_task_groups.js',
    ]);
    expect(screen.getByLabelText('Address')).toHaveTextContent(
      'ledger=scaffolder%3Aknex_migrations',
    );
  });

  it('says since when a database is down, and shows the last picture', async () => {
    await renderState(stateOf('database-down'), { at: '/databases/catalog' });
    expect(
      await screen.findByText(/This database has not answered for/),
    ).toHaveTextContent(/for \d+ (s|min)/);
    expect(await region('Facts')).toHaveTextContent(
      `Size${bytesInWords(catalogIn('database-down').size!.bytes)}`,
    );
  });

  it('says how it is connected, by which token and certificate', async () => {
    const state = stateOf('all-well');
    const api = state.createApi();
    const detail = await api.getDatabase('catalog');
    const overview = await api.getOverview();
    const minutesAgo = (minutes: number) =>
      new Date(Date.now() - minutes * 60_000).toISOString();
    api.getDatabase = async () => ({
      ...detail,
      database: {
        ...detail.database,
        encryption: {
          encrypted: true,
          verified: false,
          local: false,
          protocol: 'TLSv1.3',
        },
        token: {
          provider: 'azure',
          obtainedAt: minutesAgo(50),
          failingSince: minutesAgo(3),
        },
      },
    });
    api.getOverview = async () => ({
      ...overview,
      servers: overview.servers.map(server => ({
        ...server,
        certificate: { validUntil: '2031-05-06T12:00:00Z' },
      })),
    });
    await renderState(state, { at: '/databases/catalog', api });
    const facts = await region('Facts');
    expect(facts).toHaveTextContent('EncryptionTLSv1.3, server not verified');
    expect(facts).toHaveTextContent('Certificateuntil May 6, 2031');
    expect(facts).toHaveTextContent(
      'Identity tokenobtained 50 min ago, no further one for 3 min',
    );
  });

  it('says that a picture is stale', async () => {
    await renderState(stateOf('stale'), { at: '/databases/catalog' });
    expect(await screen.findByText('This picture is stale')).toBeVisible();
  });

  it('says what was not read', async () => {
    await renderState(stateOf('first-start'), { at: '/databases/catalog' });
    expect(await region('Migrations')).toHaveTextContent(
      'The ledgers were not read yet.',
    );
    expect(await region('Facts')).toHaveTextContent('Sizenot read');
    expect(await region('Pools')).toHaveTextContent('No pool');
  });

  it('says that there is no such database', async () => {
    await renderState(stateOf('sick'), { at: '/databases/gone' });
    expect(await screen.findByText('No such plugin database')).toBeVisible();
  });

  it('finds a database whose id is HTML', async () => {
    const id = '<img src=x onerror="document.title=1"><b>bold</b>';
    await renderState(stateOf('html-names'), {
      at: `/databases/${encodeURIComponent(id)}`,
    });
    expect(await screen.findByRole('heading', { name: id })).toBeVisible();
  });
});

describe('the history of a database', () => {
  const chart = (name: RegExp) => screen.findByRole('slider', { name });

  it('shows size, latency and connections over a time in the URL', async () => {
    await renderState(stateOf('histories'), { at: '/databases/catalog' });
    expect(await chart(/^Size of catalog over time/)).toBeVisible();
    expect(await chart(/^Latency over time/)).toBeVisible();
    expect(await chart(/^Query latency, p95/)).toBeVisible();
    expect(await chart(/^Connections to its server over time/)).toBeVisible();
    expect(await region('History')).toHaveTextContent(/\+720 MiB since/);
    await userEvent.click(screen.getByRole('button', { name: '2 years' }));
    expect(screen.getByLabelText('Address')).toHaveTextContent('range=2y');
    await chart(/^Size of catalog over time/);
    expect(await region('History')).toHaveTextContent(/\+2.1 GiB since/);
  });

  it('says where its growth leads, and how surely', async () => {
    await renderState(stateOf('histories'), { at: '/databases/catalog' });
    await chart(/^Size of catalog/);
    expect(await region('History')).toHaveTextContent(
      /reaches its budget of 5.0 GiB in about 3 months, .*, likely between/,
    );
    expect(document.querySelector('.recharts-reference-line')).not.toBeNull();
  });

  it('names a limit that is far above', async () => {
    await renderState(stateOf('histories'), { at: '/databases/search' });
    await chart(/^Size of search/);
    expect(await region('History')).toHaveTextContent(
      'Its limit is far above this chart: 60.0 GiB, with the free space of its disk.',
    );
  });

  it('says of which times nothing is known', async () => {
    await renderState(stateOf('histories'), { at: '/databases/events' });
    await chart(/^Size of events/);
    expect(await region('History')).toHaveTextContent(
      'Nothing is known of the times where the line is broken.',
    );
  });

  it('reads the points and their extremes with the arrow keys', async () => {
    await renderState(stateOf('histories'), { at: '/databases/catalog' });
    const slider = await chart(/^Latency over time/);
    act(() => slider.focus());
    await userEvent.keyboard('{Home}{ArrowRight}');
    expect(slider).toHaveAttribute('aria-valuenow', '1');
    expect(slider).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(/: [\d.]+ ms, between [\d.]+ ms and [\d.]+ ms$/),
    );
  });

  it('shows the history of a table that is chosen', async () => {
    await renderState(stateOf('histories'), { at: '/databases/catalog' });
    await userEvent.click(
      await screen.findByRole('button', { name: 'relations' }),
    );
    expect(screen.getByLabelText('Address')).toHaveTextContent(
      'table=relations',
    );
    expect(await chart(/^Size of the table relations over time/)).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Whole database' }),
    );
    expect(await chart(/^Size of catalog over time/)).toBeVisible();
  });

  it.each([
    [
      'no-history',
      'No history yet: the first sample comes with the next survey.',
      3,
    ],
    [
      'no-history',
      'No history: it is kept where 100 queries were timed within ten minutes.',
      1,
    ],
    ['history-failing', 'No history can be read at present.', 4],
  ])('in the state %s says: %s', async (state, words, times) => {
    await renderState(stateOf(state), { at: '/databases/catalog' });
    expect(await screen.findAllByText(words)).toHaveLength(times);
    expect(screen.queryByRole('slider')).toBeNull();
  });
});

describe('tables and indexes of a database', () => {
  it('are searched, and shown with what is known of each', async () => {
    await renderState(stateOf('histories'), {
      at: '/databases/catalog?q=references',
    });
    const list = await region('Tables and indexes');
    expect(within(list).getAllByRole('rowheader')).toHaveLength(1);
    const { indexes } = relationsOf(catalogIn('well'));
    await userEvent.click(
      within(list).getByRole('button', { name: 'Indexes' }),
    );
    expect(within(list).getAllByRole('rowheader')).toHaveLength(
      indexes!.filter(({ table }) => table === 'refresh_state_references')
        .length,
    );
  });

  it('are said not to have been read, and why', async () => {
    await renderState(stateOf('partly-unknown'), { at: '/databases/search' });
    expect(await region('Tables and indexes')).toHaveTextContent(
      'The tables were not read. The role of this plugin may not read what was asked for.',
    );
  });
});

describe('what is known of a database that is down', () => {
  it('is not shown as if it were so now', async () => {
    await renderState(stateOf('database-down'), { at: '/databases/catalog' });
    expect(await region('Facts')).toHaveTextContent(
      `Latencyno answer now, ${durationInWords(
        catalogIn('database-down').ping!.latencyMs,
      )} before`,
    );
  });
});

describe('choosing another time', () => {
  it('leaves the focus where it is while the history loads', async () => {
    await renderState(stateOf('histories'), { at: '/databases/catalog' });
    await screen.findByRole('slider', { name: /^Size of catalog/ });
    const range = screen.getByRole('button', { name: '90 days' });
    await userEvent.click(range);
    await screen.findByRole('slider', { name: /^Size of catalog/ });
    expect(screen.getByRole('button', { name: '90 days' })).toHaveFocus();
  });
});

describe('the configuration', () => {
  it('says of each setting where it comes from', () => {
    render(
      <SettingList
        settings={[
          {
            key: 'server',
            value: 'db:5432',
            from: 'backend.database.connection.host',
          },
          { key: 'pool.max', value: 10, from: null },
        ]}
      />,
    );
    const rows = screen
      .getAllByRole('row')
      .map(row => row.textContent?.replace(/\u200b/g, ''));
    expect(rows).toEqual([
      'SettingValueComes from',
      'serverdb:5432backend.database.connection.host',
      'pool.max10a default',
    ]);
  });

  it.each([
    [undefined, 'you need the permission databaseHealth.details.read'],
    [null, 'does not run this plugin'],
    [[], 'a database service of its own'],
  ])('says of %j why there is none', (settings, why) => {
    render(<SettingList settings={settings} />);
    expect(screen.getByText(new RegExp(why))).toBeVisible();
  });
});
