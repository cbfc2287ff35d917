import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../__testUtils__/renderState';
import { bytesInWords } from 'backstage-plugin-database-health-common';
import { stateOf } from '../fixtures';
import { invalidIndex, relationsOf } from '../fixtures/relations';

const address = () => screen.getByLabelText('Address').textContent;
const open = (id: string, query = '') =>
  renderState(stateOf(id), { at: `/storage${query}` });
const region = (name: string) => screen.findByRole('region', { name });
const chart = () =>
  screen.findByRole('slider', { name: /^Size of all plugin databases/ });

/** The tables of a plugin database, as they fill it in the state. */
async function tablesIn(state: string, id: string) {
  const { databases } = await stateOf(state).createApi().getOverview();
  return relationsOf(databases.find(each => each.id === id)!).tables!;
}

describe('the tab of storage', () => {
  it('tells how much there is, how it grew and what is full first', async () => {
    await open('histories');
    const figures = await region('Figures');
    expect(figures).toHaveTextContent('Total size≈ 5.4GiB');
    expect(figures).toHaveTextContent(
      /30 days\+\d.* [MG]iB without 2 newer90 days.*Newer: databases first/,
    );
    expect(figures).toHaveTextContent('Next to reach its limitin 3 months');
    expect(figures).toHaveTextContent(/catalog: about .* at 3.1 GiB of its/);
  });

  it('draws the growth with gaps and says whose they are', async () => {
    await open('histories');
    expect(await chart()).toBeVisible();
    expect(await region('Growth')).toHaveTextContent(
      'Gaps: times at which events was not measured',
    );
    expect(await region('Growth')).toHaveTextContent(
      'Counted from the first sample on: scaffolder, auth.',
    );
    expect(await region('Growth')).toHaveTextContent(
      /now: \+1.7 GiB, without 2 databases first measured later/,
    );
    await waitFor(() =>
      expect(document.querySelectorAll('.recharts-area').length).toBe(9),
    );
  });

  it('says each point as the arrow keys reach it', async () => {
    await open('all-well');
    const slider = await chart();
    act(() => slider.focus());
    await userEvent.keyboard('{Home}');
    const first = slider.getAttribute('aria-valuetext');
    expect(first).toMatch(/ GiB in all; catalog .* GiB, search .* MiB/);
    await userEvent.keyboard('{ArrowRight}');
    expect(slider.getAttribute('aria-valuetext')).not.toBe(first);
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(slider).toHaveAttribute('aria-valuetext', first);
    await userEvent.keyboard('{End}');
    expect(slider).toHaveAttribute(
      'aria-valuenow',
      slider.getAttribute('aria-valuemax'),
    );
  });

  it('shows the same as a table', async () => {
    await open('histories');
    const growth = await region('Growth');
    await userEvent.click(
      await within(growth).findByRole('button', { name: 'Show as table' }),
    );
    const table = within(growth).getByRole('table');
    expect(
      within(table)
        .getAllByRole('columnheader')
        .slice(0, 4)
        .map(({ textContent }) => textContent),
    ).toEqual(['Time', 'Total', 'catalog', 'search']);
    expect(within(table).getAllByText('not known').length).toBeGreaterThan(2);
    expect(within(table).getAllByText('5.4 GiB')).toHaveLength(1);
  });

  it('keeps the range and what is left out in the URL', async () => {
    await open('histories');
    await userEvent.click(
      await screen.findByRole('button', { name: '90 days' }),
    );
    expect(address()).toMatch('range=90d');
    await chart();
    const events = within(
      screen.getByRole('list', { name: /^Plugins in the chart/ }),
    ).getByRole('button', { name: 'events' });
    await userEvent.click(events);
    expect(address()).toMatch('without=events');
    expect(events).toHaveAttribute('aria-pressed', 'false');
    expect(screen.queryByText(/^Gaps/)).toBeNull();
  });

  it('leads from a field of the treemap to its table', async () => {
    const [{ name, totalBytes }] = await tablesIn('histories', 'catalog');
    await open('histories');
    const field = await screen.findByRole('link', {
      name: `catalog: ${name}, ${bytesInWords(totalBytes)}`,
    });
    expect(field).toHaveAttribute(
      'href',
      `/database-health/databases/catalog?table=${name}`,
    );
    expect(
      screen.getByRole('list', { name: /^9 others, / }),
    ).toBeInTheDocument();
  });

  it('shows a size in a field of the treemap whole or not at all', async () => {
    const [{ name, totalBytes }] = await tablesIn('histories', 'catalog');
    const size = bytesInWords(totalBytes);
    await open('histories');
    const wide = await screen.findByRole('link', {
      name: `catalog: ${name}, ${size}`,
    });
    expect(wide).toHaveTextContent(`${name} ${size}`);
    const fields = screen.getAllByRole('link', { name: /^[\w-]+: \w+, / });
    for (const { textContent } of fields) {
      expect(textContent).toMatch(/^\w* ?(≈? ?[\d.]+ [KMG]iB)?$/);
    }
    expect(
      fields.filter(({ textContent }) => /^\w+ ?$/.test(textContent ?? ''))
        .length,
    ).toBeGreaterThan(0);
  });

  it('says of each limit how full, how fast and when', async () => {
    await open('histories');
    const rows = within(await region('When they will be full')).getAllByRole(
      'listitem',
    );
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(
        /^catalog3.1 GiB of 5.0 GiB \(62 %\)the budget.*\+24.0 MiB a dayin about 3 months, .*likely between .* and /,
      ),
      expect.stringMatching(
        /^search1.4 GiB of 60.0 GiB.*no growthnot in sight/,
      ),
      expect.stringMatching(
        /^events310 MiB of 60.0 GiB.*not within ten years$/,
      ),
    ]);
  });

  it('shows what the checks said of a limit', async () => {
    await open('nearly-full');
    const [row] = within(await region('When they will be full')).getAllByRole(
      'listitem',
    );
    expect(row).toHaveTextContent('catalogCritical97.0 GiB of 100 GiB (97 %)');
    expect(row).toHaveTextContent('in about 3 days');
  });

  it('lists tables with their parts, and searches, filters and sorts them', async () => {
    await open('histories');
    const largest = await region('The largest tables and indexes');
    const names = () =>
      within(largest)
        .getAllByRole('rowheader')
        .map(({ textContent }) => textContent);
    const [first] = await tablesIn('histories', 'catalog');
    expect(names()[0]).toBe(first.name);
    expect(
      within(largest).getAllByRole('row', {
        name: new RegExp(`^${first.name}`),
      })[0],
    ).toHaveTextContent(
      `heap ${bytesInWords(first.heapBytes)} · TOAST ${bytesInWords(
        first.toastBytes,
      )} · indexes ${bytesInWords(first.indexBytes)}`,
    );
    expect(names()).toHaveLength(25);
    await userEvent.click(
      within(largest).getByRole('button', { name: /^Show more of/ }),
    );
    expect(names().length).toBeGreaterThan(40);
    await userEvent.click(
      within(largest).getByRole('button', { name: 'Table' }),
    );
    expect(names()).toEqual([...names()].sort());
    const ofSearch = await tablesIn('histories', 'search');
    await userEvent.click(
      within(largest).getByRole('button', {
        name: `search ${ofSearch.length}`,
      }),
    );
    expect(names()).toEqual(ofSearch.map(({ name }) => name).sort());
    await userEvent.type(within(largest).getByRole('textbox'), 'documents');
    expect(names()).toEqual(['documents']);
    expect(address()).toMatch(/sort=name.asc&plugin=search&q=documents/);
    expect(largest).toHaveTextContent(
      'The tables of 1 database were not read.',
    );
  });

  it('lists indexes, those that are not valid as such', async () => {
    await open('histories', `?list=indexes&q=${invalidIndex}`);
    const row = await screen.findByRole('row', {
      name: new RegExp(`^${invalidIndex}`),
    });
    expect(row).toHaveTextContent('on refresh_state');
    expect(row).toHaveTextContent('not valid');
  });

  it('has no column for what an engine does not tell', async () => {
    await open('one-database');
    await region('The largest tables and indexes');
    expect(
      screen.queryByRole('columnheader', { name: 'Dead rows' }),
    ).toBeNull();
  });

  it('says that there is no history yet', async () => {
    await open('no-history');
    expect(await region('Growth')).toHaveTextContent(
      'No history yet: the first sample comes with the next survey',
    );
    expect(await region('Figures')).toHaveTextContent('7 daysno history yet');
  });

  it('says that the history does not work', async () => {
    await open('history-failing');
    expect(await region('Figures')).toHaveTextContent(
      '7 daysnot known at present',
    );
    expect(await region('Growth')).toHaveTextContent(
      'No history can be read at present.',
    );
    expect(screen.getByText('The history cannot be kept')).toBeVisible();
  });

  it('says what was not read before the first survey', async () => {
    await open('first-start');
    expect(
      await screen.findAllByText('No size has been read yet.'),
    ).toHaveLength(2);
    expect(screen.getByText('No tables have been read yet.')).toBeVisible();
  });

  it('takes names for text and never for HTML', async () => {
    await open('html-names');
    await screen.findAllByText(/<img src=x onerror/);
    expect(document.querySelector('img, article b')).toBeNull();
  });
});
