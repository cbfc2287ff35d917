import { render, screen, within } from '@testing-library/react';
import type { DatabaseQueries } from 'backstage-plugin-database-health-common';
import { renderState } from '../__testUtils__/renderState';
import { stateOf } from '../fixtures';
import { QueryList } from './QueryList';

const region = (name: string) => screen.findByRole('region', { name });

const queries: DatabaseQueries = {
  replicaId: 'replica-1',
  count: 1_234,
  errors: 3,
  duplicates: 1,
  perSecond: 0.4,
  latencyMs: { p50: 0.5, p95: 4, p99: 9 },
};

describe('the queries of a database', () => {
  it('shows the slowest statements, and which figures are estimated', async () => {
    await renderState(stateOf('sick'), { at: '/databases/catalog' });
    const section = await region('Queries');
    expect(section).toHaveTextContent('Rate8.4 a second');
    expect(section).toHaveTextContent('p50 0.6 ms, p95 4.2 ms, p99 18 ms');
    expect(section).toHaveTextContent('≈ is an estimate');
    const [, first, second] = within(section).getAllByRole('row');
    expect(first).toHaveTextContent('select "entity_id"');
    expect(first).toHaveTextContent('≈ 40,000');
    expect(second).not.toHaveTextContent('≈');
    expect(
      within(first).getByRole('button', { name: 'Copy the statement' }),
    ).toBeVisible();
  });

  it('shows what the server measured beside it, and of others', async () => {
    await renderState(stateOf('sick'), { at: '/databases/catalog' });
    const section = await region('Queries');
    const ours = within(section).getByRole('table', {
      name: 'Slowest statements',
    });
    const [, first, second, third] = within(ours).getAllByRole('row');
    expect(within(first).getAllByTitle('By the server')).toHaveLength(4);
    expect(first).toHaveTextContent('≈ 40,000120,000');
    expect(second).toHaveTextContent(/120,00099\.8 %$/);
    expect(third).toHaveTextContent(/7––$/);
    const [, other] = within(
      within(section).getByRole('table', {
        name: 'Other statements, by the server',
      }),
    ).getAllByRole('row');
    expect(other).toHaveTextContent(
      /like \?49 min61 ms7\.3 s48,211192,84441\.0 %/,
    );
    expect(section).toHaveTextContent(
      /that this replica did not run, most time first, counted since .*, read 4 min ago\./,
    );
  });

  it('says why the server tells nothing', () => {
    render(
      <QueryList
        queries={{
          ...queries,
          statements: [],
          server: {
            missing: 'The extension `pg_stat_statements` is not there.',
            others: [],
          },
        }}
      />,
    );
    expect(screen.getByText('pg_stat_statements').tagName).toBe('CODE');
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says that nothing was asked yet', async () => {
    await renderState(stateOf('first-start'), { at: '/databases/catalog' });
    expect(await region('Queries')).toHaveTextContent(
      'No query of this plugin was seen yet.',
    );
  });

  it('names the permission that the statements need', () => {
    render(<QueryList queries={queries} />);
    expect(
      screen.getByText(/you need the permission databaseHealth.details.read/),
    ).toBeVisible();
    expect(screen.queryByRole('table')).toBeNull();
    expect(screen.getByText(/3 of 1,234 queries/)).toBeVisible();
  });

  it('says what is not known yet', () => {
    render(
      <QueryList
        queries={{
          ...queries,
          perSecond: null,
          latencyMs: null,
          statements: [],
        }}
      />,
    );
    expect(screen.getByText('not known yet')).toBeVisible();
    expect(screen.getByText('nothing was asked lately')).toBeVisible();
    expect(screen.getByText('No statement was timed yet.')).toBeVisible();
  });
});
