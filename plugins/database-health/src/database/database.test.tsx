import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../__testUtils__/renderState';
import { stateOf } from '../fixtures';

const region = (name: string) => screen.findByRole('region', { name });

describe('the detail of a database', () => {
  it('shows its own findings and those of its server', async () => {
    await renderState(stateOf('sick'), { at: '/databases/scaffolder' });
    const findings = await region('Findings');
    expect(findings).toHaveTextContent('scaffolder · Missing migrations');
    expect(findings).toHaveTextContent('server postgres-1 · Connection budget');
    expect(findings).not.toHaveTextContent('notifications');
  });

  it('shows every check, worst first, and why one was skipped', async () => {
    await renderState(stateOf('sick'), { at: '/databases/scaffolder' });
    const rows = within(await region('Checks'))
      .getAllByRole('row')
      .slice(1);
    expect(rows).toHaveLength(9);
    expect(rows[0]).toHaveTextContent('CriticalMissing migrations');
    expect(rows[8]).toHaveTextContent(
      'SkippedSQLite in productionThis plugin database is not in SQLite.',
    );
  });

  it('shows what is known with units, and what is not as such', async () => {
    await renderState(stateOf('sick'), { at: '/databases/catalog' });
    const facts = await region('Facts');
    expect(facts).toHaveTextContent('Size≈ 118 GiB');
    expect(facts).toHaveTextContent('EnginePostgreSQL 18.1');
    expect(facts).toHaveTextContent('Latency0.8 ms');
    expect(facts).toHaveTextContent('Looked at9 s ago');
    expect(facts).toHaveTextContent('+296 MiB a day');
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
      '20260101000000_task_secrets.js',
      '20260214103000_task_groups.js',
    ]);
    expect(screen.getByLabelText('Address')).toHaveTextContent(
      'ledger=scaffolder%3Aknex_migrations',
    );
  });

  it('says since when a database is down, and shows the last picture', async () => {
    await renderState(stateOf('database-down'), { at: '/databases/catalog' });
    expect(
      await screen.findByText(/This database has not answered for/),
    ).toHaveTextContent('3 min');
    expect(await region('Facts')).toHaveTextContent('Size2.3 GiB');
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
