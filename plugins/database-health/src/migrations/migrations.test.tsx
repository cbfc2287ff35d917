import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../__testUtils__/renderState';
import { FixtureApi, stateOf } from '../fixtures';
import { ledger } from '../fixtures/ledgers';

const ledgers = async () =>
  (await screen.findAllByRole('button', { expanded: false })).filter(
    ({ textContent }) => !textContent?.startsWith('Can I roll back?'),
  );

describe('the tab of migrations', () => {
  it('groups ledgers by plugin, the sick ones first', async () => {
    await renderState(stateOf('sick'), { at: '/migrations' });
    await ledgers();
    const plugins = screen
      .getAllByRole('heading', { level: 3 })
      .map(({ textContent }) => textContent);
    expect(plugins).toHaveLength(14);
    expect(plugins.slice(0, 2)).toEqual(['notifications', 'scaffolder']);
  });

  it('tells the state, the counts and the lock of each ledger', async () => {
    await renderState(stateOf('sick'), { at: '/migrations' });
    const shown = (await ledgers()).map(({ textContent }) => textContent);
    expect(shown).toHaveLength(28);
    expect(shown[0]).toBe('Lockedknex_migrations6 appliedlock held');
    expect(shown[2]).toBe('Files missingknex_migrations8 applied2 missing');
    expect(shown[4]).toBe('Pendingknex_migrations6 applied2 pending');
    expect(shown[5]).toBe(
      'Up to datebackstage_backend_public_keys__knex_migrations1 applied',
    );
  });

  it('filters by state, in the URL', async () => {
    await renderState(stateOf('sick'), { at: '/migrations' });
    await ledgers();
    await userEvent.click(screen.getByRole('button', { name: 'Pending 1' }));
    expect(await ledgers()).toHaveLength(1);
    expect(screen.getByLabelText('Address')).toHaveTextContent('state=pending');
  });

  it('opens to names, batches, lock, last run and its error', async () => {
    await renderState(stateOf('sick'), {
      at: '/migrations?ledger=notifications:knex_migrations',
    });
    const open = (await screen.findByRole('button', { expanded: true }))
      .parentElement!;
    expect(open).toHaveTextContent('20200511113813_init.js batch 1');
    expect(open).toHaveTextContent('Held since 47 min ago');
    expect(open).toHaveTextContent('failed, 47 min ago, in 30 s');
    expect(open).toHaveTextContent('The connection to the database was lost.');
    expect(
      within(open).getByRole('link', { name: 'Locked migrations' }),
    ).toHaveAttribute(
      'href',
      '/database-health/overview?finding=notifications%3Amigrations-locked%3Aknex_migrations',
    );
  });

  it('gives a ledger that nobody judged no green sign', async () => {
    const overview = await stateOf('read-only').createApi().getOverview();
    await renderState(stateOf('read-only'), {
      at: '/migrations',
      api: new FixtureApi({
        overview: () => overview,
        ledgers: [
          ledger('app', {
            state: 'source-unknown',
            source: null,
            applied: [],
            unreadable: 'Another session holds a lock.',
          }),
        ],
      }),
    });
    const row = await screen.findByRole('button', {
      name: /^Source unknown ?app|^Source unknown ?knex/,
    });
    expect(row).toHaveTextContent('not read');
    expect(row).not.toHaveTextContent('0 applied');
    await userEvent.click(row);
    expect(screen.getByText('Another session holds a lock.')).toBeVisible();
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
            changed: ['20200511113813_init.js'],
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

  it('renders hundreds of plugins little by little', async () => {
    const hundred = await stateOf('hundred-databases')
      .createApi()
      .getOverview();
    await renderState(stateOf('hundred-databases'), { at: '/migrations' });
    await ledgers();
    const plugins = () => screen.getAllByRole('heading', { level: 3 });
    expect(plugins()).toHaveLength(25);
    await userEvent.click(screen.getByRole('button', { name: /^Show more/ }));
    expect(plugins()).toHaveLength(50);
    expect(hundred.databases.length).toBeGreaterThan(50);
  });
});
