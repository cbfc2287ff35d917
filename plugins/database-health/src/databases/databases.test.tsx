import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../__testUtils__/renderState';
import {
  bytesInWords,
  durationInWords,
} from 'backstage-plugin-database-health-common';
import { FixtureApi, stateOf } from '../fixtures';
import { recordedOverview } from '../fixtures/recordedState';

const names = () =>
  screen
    .getAllByRole('rowheader')
    .map(header => within(header).getByRole('link').textContent);

const address = () => screen.getByLabelText('Address').textContent;

describe('the table of databases', () => {
  it('shows on the overview those that are not well, and leads to all', async () => {
    await renderState(stateOf('sick'));
    expect(
      await screen.findByRole('link', { name: 'All 14 databases' }),
    ).toHaveAttribute('href', '/database-health/databases');
    const unwell = recordedOverview('sick').databases.filter(
      ({ status }) => status !== 'ok',
    );
    expect(names()).toEqual(unwell.map(({ pluginId }) => pluginId));
    expect(
      screen.getByText(`The other ${14 - unwell.length} are well.`),
    ).toBeVisible();
  });

  it('shows no table on the overview where all are well', async () => {
    await renderState(stateOf('hundred-databases'));
    expect(await screen.findByText('All 100 are well.')).toBeVisible();
    expect(screen.queryByRole('rowheader')).toBeNull();
  });

  it('shows no more on the overview than one can look at', async () => {
    const { databases, ...overview } = await stateOf('hundred-databases')
      .createApi()
      .getOverview();
    await renderState(stateOf('hundred-databases'), {
      api: new FixtureApi({
        overview: () => ({
          ...overview,
          databases: databases.map((each, index) => ({
            ...each,
            status: index < 60 ? 'warning' : 'ok',
          })),
        }),
      }),
    });
    expect(
      await screen.findByText('45 more are not well. The other 40 are well.'),
    ).toBeVisible();
    expect(names()).toHaveLength(15);
  });

  it('has a caption, headers and a link in each row', async () => {
    await renderState(stateOf('sick'), { at: '/databases' });
    const table = await screen.findByRole('table', {
      name: /^Plugin databases/,
    });
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Plugin',
      'Status',
      'Engine',
      'Latency',
      'Size',
      'Migrations',
      'Pool',
    ]);
    expect(names()).toHaveLength(14);
    expect(names().slice(0, 3)).toEqual([
      'notifications',
      'scaffolder',
      'auth',
    ]);
  });

  it('tells of a row what is wrong with it, with units', async () => {
    await renderState(stateOf('sick'), { at: '/databases' });
    const row = await screen.findByRole('row', { name: /^catalog/ });
    const catalog = recordedOverview('sick').databases.find(
      ({ id }) => id === 'catalog',
    )!;
    expect(row).toHaveTextContent(bytesInWords(catalog.size!.bytes));
    expect(row).toHaveTextContent(durationInWords(catalog.ping!.latencyMs));
    expect(row).toHaveTextContent(`0 of ${catalog.pool!.max} used`);
    const auth = screen.getByRole('row', { name: /^auth/ });
    expect(auth).toHaveTextContent('2 pending');
  });

  it('sorts by a column, both ways, in the URL', async () => {
    await renderState(stateOf('sick'), { at: '/databases' });
    const size = await screen.findByRole('columnheader', { name: 'Size' });
    await userEvent.click(within(size).getByRole('button'));
    expect(names()[0]).toBe('catalog');
    expect(size).toHaveAttribute('aria-sort', 'descending');
    expect(address()).toMatch('sort=size.desc');
    await userEvent.click(within(size).getByRole('button'));
    expect(names()[13]).toBe('catalog');
    expect(size).toHaveAttribute('aria-sort', 'ascending');
    expect(address()).toMatch('sort=size.asc');
  });

  it('puts what is not known last, whichever way it sorts', async () => {
    await renderState(stateOf('partly-unknown'), {
      at: '/databases?sort=size.asc',
    });
    await screen.findByRole('table');
    expect(names()[13]).toBe('search');
    await userEvent.click(screen.getByRole('button', { name: 'Size' }));
    expect(names()[13]).toBe('search');
  });

  it('searches plugins and database names', async () => {
    await renderState(stateOf('sick'), { at: '/databases' });
    const search = await screen.findByRole('textbox', {
      name: 'Search for a plugin or database',
    });
    await userEvent.type(search, 'PLUGIN_CATA');
    expect(names()).toEqual(['catalog']);
    expect(screen.getByText('1 of 14 databases')).toBeVisible();
    expect(address()).toMatch('q=PLUGIN_CATA');
  });

  it('filters by status and engine, and clears the filters', async () => {
    await renderState(stateOf('sqlite-in-production'), {
      at: '/databases?status=critical',
    });
    await screen.findByRole('table');
    expect(names()).toEqual(['todo']);
    await userEvent.click(screen.getByRole('button', { name: 'SQLite 1' }));
    expect(screen.getByRole('button', { name: 'SQLite 1' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Critical 1' }));
    await userEvent.click(screen.getByRole('button', { name: 'SQLite 1' }));
    expect(names()).toHaveLength(15);
    await userEvent.type(screen.getByRole('textbox'), 'nothing');
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear the filters' }),
    );
    expect(names()).toHaveLength(15);
    expect(address()).toBe('/database-health/databases');
  });

  it('opens the detail from a row, by keyboard', async () => {
    await renderState(stateOf('sick'), { at: '/databases' });
    const link = await screen.findByRole('link', { name: 'scaffolder' });
    act(() => link.focus());
    await userEvent.keyboard('{Enter}');
    expect(
      await screen.findByRole('heading', { name: 'scaffolder' }),
    ).toBeVisible();
    expect(address()).toBe('/database-health/databases/scaffolder');
  });
});
