import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../__testUtils__/renderState';
import { FixtureApi, stateOf } from '../fixtures';
import { ledger } from '../fixtures/ledgers';
import { recorded, recordedFinding } from '../fixtures/recorded';

const all = recorded('sick', ({ migrations }) => migrations.ledgers);
const own = (id: string) =>
  all.find(
    ({ databaseId, table }) => databaseId === id && table === 'knex_migrations',
  )!;

const ledgers = async () =>
  (await screen.findAllByRole('button', { expanded: false })).filter(
    ({ textContent }) => !textContent?.startsWith('Can I roll back?'),
  );

const plugins = () =>
  screen
    .getAllByRole('heading', { level: 3 })
    .map(({ textContent }) => textContent);

const address = () => screen.getByLabelText('Address').textContent;

const search = () =>
  screen.getByRole('textbox', {
    name: 'Search for a plugin, ledger, package or migration',
  });

describe('the tab of migrations', () => {
  it('groups ledgers by plugin, the sick ones first', async () => {
    await renderState(stateOf('sick'), { at: '/migrations' });
    await ledgers();
    const more = () => screen.queryByRole('button', { name: /^Show more/ });
    while (more()) {
      await userEvent.click(more()!);
    }
    expect(plugins()).toHaveLength(14);
    expect(plugins().slice(0, 2)).toEqual(['notifications', 'scaffolder']);
  });

  it('tells the state, the counts and the lock of each ledger', async () => {
    await renderState(stateOf('sick'), { at: '/migrations' });
    expect(await screen.findByText(`${all.length} ledgers`)).toBeVisible();
    const shown = (await ledgers()).map(({ textContent }) => textContent);
    const applied = (id: string) => own(id).applied.length;
    expect(shown[0]).toBe(
      `Lockedknex_migrations${applied('notifications')} appliedlock held`,
    );
    expect(shown).toContain(
      `Files missingknex_migrations${applied('scaffolder')} applied2 missing`,
    );
    expect(shown).toContain(
      `Pendingknex_migrations${applied('auth')} applied2 pending`,
    );
    expect(shown).toContain(
      'Up to datebackstage_backend_public_keys__knex_migrations1 applied',
    );
  });

  it('filters by state, in the URL', async () => {
    await renderState(stateOf('sick'), { at: '/migrations' });
    await ledgers();
    await userEvent.click(screen.getByRole('button', { name: 'Pending 1' }));
    expect(await ledgers()).toHaveLength(1);
    expect(screen.getByText(`1 of ${all.length} ledgers`)).toBeVisible();
    expect(address()).toMatch('state=pending');
  });

  it.each([
    ['a plugin', 'SCAFFOLD', 3],
    ['a ledger table', 'public_keys', 14],
    ['a package', '@backstage/plugin-catalog', 1],
    ['a pending file', own('auth').pending[1], 1],
    ['a file that is missing', 'task_groups', 1],
    ['an applied file', '20240327104803_public_keys.js', 14],
  ])('searches for %s, in the URL', async (_, text, count) => {
    await renderState(stateOf('sick'), { at: '/migrations?rollback=open' });
    await ledgers();
    await userEvent.type(search(), text);
    expect(screen.getByText(`${count} of ${all.length} ledgers`)).toBeVisible();
    expect(address()).toMatch(`q=${encodeURIComponent(text)}`);
    expect(address()).toMatch('rollback=open');
  });

  it('says by which migration it found a ledger, where nothing else does', async () => {
    await renderState(stateOf('sick'), { at: '/migrations?q=task_' });
    expect((await ledgers()).map(({ textContent }) => textContent)).toEqual([
      `Files missingknex_migrationshas 20260901000000_task_secrets.js and 1 more${
        own('scaffolder').applied.length
      } applied2 missing`,
    ]);
    await userEvent.clear(search());
    await userEvent.type(search(), 'scaffolder');
    expect((await ledgers())[0]).not.toHaveTextContent('has 2026');
  });

  it('searches within a state, and clears both when nothing is left', async () => {
    await renderState(stateOf('sick'), {
      at: '/migrations?state=locked&q=notif&rollback=open',
    });
    expect(await ledgers()).toHaveLength(1);
    await userEvent.type(search(), 'nothing');
    expect(screen.getByText('No ledger passes these filters.')).toBeVisible();
    expect(screen.getByText(`0 of ${all.length} ledgers`)).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear the filters' }),
    );
    expect(screen.getByText(`${all.length} ledgers`)).toBeVisible();
    expect(address()).toBe('/database-health/migrations?rollback=open');
  });

  it('keeps a filter by a state that no ledger is in any more', async () => {
    await renderState(stateOf('sick'), { at: '/migrations?state=diverged' });
    expect(
      await screen.findByText('No ledger passes these filters.'),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Diverged 0' }));
    expect(screen.getByText(`${all.length} ledgers`)).toBeVisible();
  });

  it('opens and closes a ledger, in the URL', async () => {
    await renderState(stateOf('sick'), { at: '/migrations' });
    const shown = await ledgers();
    const [locked] = shown;
    const missing = shown.find(({ textContent }) =>
      textContent?.startsWith('Files missing'),
    )!;
    await userEvent.click(locked);
    await userEvent.click(missing);
    expect(address()).toMatch(/ledger=notif.*&ledger=scaff/);
    await userEvent.click(locked);
    expect(locked).toHaveAttribute('aria-expanded', 'false');
    expect(missing).toHaveAttribute('aria-expanded', 'true');
    expect(address()).not.toMatch('notif');
  });

  it('opens to names, batches, lock, last run and its error', async () => {
    await renderState(stateOf('sick'), {
      at: '/migrations?ledger=notifications:knex_migrations',
    });
    const open = (await screen.findByRole('button', { expanded: true }))
      .parentElement!;
    const [{ name, batch }] = own('notifications').applied;
    expect(open).toHaveTextContent(`${name} batch ${batch}`);
    expect(open).toHaveTextContent(/Held since \d+ (s|min) ago/);
    expect(open).toHaveTextContent(/succeeded, \d+ (s|min) ago, in [\d.]+ m?s/);
    expect(
      within(open).getByRole('link', { name: 'Locked migrations' }),
    ).toHaveAttribute(
      'href',
      '/database-health/overview?finding=notifications%3Amigrations-locked%3Aknex_migrations',
    );
  });

  it('ends in what to do, with the line that mends and where to run it', async () => {
    await renderState(stateOf('sick'), {
      at: '/migrations?ledger=notifications:knex_migrations',
    });
    const open = (await screen.findByRole('button', { expanded: true }))
      .parentElement!;
    const { remedy } = recordedFinding('migrations-locked');
    expect(open).toHaveTextContent(remedy.text);
    expect(
      within(open).getByLabelText(
        'In the database backstage_plugin_notifications',
      ),
    ).toHaveTextContent(remedy.sql!);
  });

  it('gives a ledger that nobody judged no green sign', async () => {
    const overview = await stateOf('read-only').createApi().getOverview();
    await renderState(stateOf('read-only'), {
      at: '/migrations',
      api: new FixtureApi({
        overview: () => overview,
        ledgers: [
          ledger('app', {
            state: 'unreadable',
            applied: [],
            lock: { state: 'unknown' },
            unreadable: 'Another session holds a lock.',
          }),
        ],
      }),
    });
    const row = await screen.findByRole('button', {
      name: /^Not read ?app|^Not read ?knex/,
    });
    expect(row).toHaveTextContent('not read');
    expect(row).not.toHaveTextContent('0 applied');
    await userEvent.click(row);
    expect(
      screen.getByText(
        'What it holds could not be read: Another session holds a lock.',
      ),
    ).toBeVisible();
    expect(screen.queryByText('Lock')).not.toBeInTheDocument();
    expect(screen.queryByText('Free')).not.toBeInTheDocument();
  });

  it('tells from what it is known who holds a lock, and how far it is', async () => {
    const overview = await stateOf('read-only').createApi().getOverview();
    await renderState(stateOf('read-only'), {
      at: '/migrations?ledger=app:knex_migrations',
      api: new FixtureApi({
        overview: () => overview,
        ledgers: [
          ledger('app', {
            state: 'running',
            otherSources: [{ package: 'another-package', directory: null }],
            changed: [ledger('app').applied[0].name],
            pending: ['20200101000000_late.js'],
            outOfOrder: ['20200101000000_late.js'],
            lock: {
              state: 'running',
              evidence: 'A session on the server holds the lock table.',
              progress: {
                command: 'CREATE INDEX CONCURRENTLY',
                phase: 'building index',
                done: 42,
                total: 100,
                unit: 'blocks',
              },
            },
          }),
        ],
      }),
    });
    const open = (await screen.findByRole('button', { expanded: true }))
      .parentElement!;
    expect(open).toHaveTextContent(
      'A session on the server holds the lock table.',
    );
    expect(open).toHaveTextContent('building index, 42 of 100 blocks');
    expect(
      within(open).getByRole('progressbar', {
        name: 'CREATE INDEX CONCURRENTLY',
      }),
    ).toHaveAttribute('aria-valuenow', '42');
    expect(open).toHaveTextContent('another-package');
    expect(open).toHaveTextContent('its file has changed since');
    expect(open).toHaveTextContent('older than one that is applied');
  });

  it('renders 200 plugins with 4 ledgers each little by little', async () => {
    await renderState(stateOf('two-hundred-plugins'), { at: '/migrations' });
    expect(await screen.findByText('800 ledgers')).toBeVisible();
    expect(plugins().length).toBeLessThanOrEqual(10);
    expect((await ledgers()).length).toBeLessThanOrEqual(40);
    const before = plugins().length;
    await userEvent.click(screen.getByRole('button', { name: /^Show more/ }));
    expect(plugins()).toHaveLength(2 * before);

    // What is found is shown from its top again, however far one had come.
    await userEvent.click(screen.getByRole('button', { name: 'Pending 20' }));
    expect(plugins()).toHaveLength(before);
    expect(plugins()[0]).toBe('plugin-010');
  });
});
