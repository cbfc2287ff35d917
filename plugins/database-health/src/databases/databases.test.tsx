import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../__testUtils__/renderState';
import { stateOf } from '../fixtures';

const names = () =>
  screen
    .getAllByRole('rowheader')
    .map(header => within(header).getByRole('link').textContent);

const address = () => screen.getByLabelText('Address').textContent;

describe('the table of databases', () => {
  it('shows the worst on the overview and leads to all', async () => {
    await renderState(stateOf('hundred-databases'));
    expect(
      await screen.findByRole('link', { name: 'All 100 databases' }),
    ).toHaveAttribute('href', '/database-health/databases');
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
    const catalog = await screen.findByRole('row', { name: /^catalog/ });
    expect(catalog).toHaveTextContent('≈ 118 GiB');
    const search = screen.getByRole('row', { name: /^search/ });
    expect(search).toHaveTextContent('412 ms');
    expect(search).toHaveTextContent('10 of 10 used, 4 waiting');
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
