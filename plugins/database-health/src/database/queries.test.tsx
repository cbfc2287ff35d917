import { render, screen, within } from '@testing-library/react';
import type { DatabaseQueries } from 'backstage-plugin-database-health-common';
import { renderState } from '../__testUtils__/renderState';
import { stateOf } from '../fixtures';
import { recorded } from '../fixtures/recorded';
import { QueryList } from './QueryList';

const region = (name: string) => screen.findByRole('region', { name });

const recordedQueries = recorded(
  'well',
  ({ databases }) => databases.catalog.queries!,
);
const { statements: _, server: __, ...queries } = recordedQueries;

const figures = (count: number, meanMs: number) => ({
  count,
  totalMs: count * meanMs,
  meanMs,
  maxMs: meanMs * 120,
  rows: count * 4,
  hitRatio: 0.998,
});

/** Two statements, the first estimated, as a server with the extension counts them. */
const measured: DatabaseQueries = {
  ...recordedQueries,
  statements: recordedQueries.statements!.slice(0, 2).map((each, place) => ({
    ...each,
    estimated: place === 0,
    count: 40_000,
    ...(place === 0 && { server: figures(120_000, 2.6) }),
  })),
  server: {
    at: new Date().toISOString(),
    since: new Date().toISOString(),
    others: [
      {
        text: 'select count(*) from "search" where "value" like ?',
        ...figures(48_211, 61),
      },
    ],
  },
};

describe('the queries of a database', () => {
  it('shows the slowest statements of the detail', async () => {
    await renderState(stateOf('sick'), { at: '/databases/catalog' });
    const section = await region('Queries');
    expect(section).toHaveTextContent(/Rate[\d.]+ a second/);
    expect(section).toHaveTextContent(/p50 [\d.]+ ms, p95 [\d.]+ ms, p99/);
    const [, first] = within(section).getAllByRole('row');
    expect(first).toHaveTextContent(/(select|update|insert|delete|with) /i);
    expect(
      within(first).getByRole('button', { name: 'Copy the statement' }),
    ).toBeVisible();
  });

  it('says which figures are estimated, and what the server measured', () => {
    render(<QueryList queries={measured} />);
    expect(screen.getByText(/≈ is an estimate/)).toBeVisible();
    const ours = screen.getByRole('table', { name: 'Slowest statements' });
    const [, first, second] = within(ours).getAllByRole('row');
    expect(within(first).getAllByTitle('By the server')).toHaveLength(4);
    expect(first).toHaveTextContent('≈ 40,000120,000');
    expect(second).not.toHaveTextContent('≈');
    expect(second).toHaveTextContent(/––$/);
    const [, other] = within(
      screen.getByRole('table', { name: 'Other statements, by the server' }),
    ).getAllByRole('row');
    expect(other).toHaveTextContent(
      /like \?49 min61 ms7\.3 s48,211192,84499\.8 %/,
    );
    expect(
      screen.getByText(/that this replica did not run, most time first/),
    ).toBeVisible();
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

  it('leaves out what the server does not count', () => {
    const { statements, server } = measured;
    const withoutHits = <F extends object>(each: F) => ({
      ...each,
      hitRatio: null,
    });
    render(
      <QueryList
        queries={{
          ...measured,
          statements: statements!.map(each => ({
            ...each,
            ...(each.server && { server: withoutHits(each.server) }),
          })),
          server: { ...server!, others: server!.others.map(withoutHits) },
        }}
      />,
    );
    expect(screen.getAllByRole('columnheader', { name: 'Rows' })).toHaveLength(
      2,
    );
    expect(
      screen.queryByRole('columnheader', { name: 'From memory' }),
    ).toBeNull();
  });

  it('says what the server has no figures for beside those that it has', () => {
    const missing = 'There is no room for more.';
    const { server } = measured;
    render(
      <QueryList queries={{ ...measured, server: { ...server!, missing } }} />,
    );
    expect(
      screen.getByText(/most time first, counted since .*There is no room/),
    ).toBeVisible();
    expect(
      screen.getByRole('table', { name: 'Other statements, by the server' }),
    ).toBeVisible();
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
    expect(
      screen.getByText(
        new RegExp(`of ${queries.count.toLocaleString()} queries`),
      ),
    ).toBeVisible();
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
