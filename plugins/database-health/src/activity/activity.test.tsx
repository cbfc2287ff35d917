import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../__testUtils__/renderState';
import { stateOf } from '../fixtures';

const address = () => screen.getByLabelText('Address').textContent;
const open = (id: string, query = '') =>
  renderState(stateOf(id), { at: `/activity${query}` });
const region = (name: string) => screen.findByRole('region', { name });
const rows = async () =>
  within(await region('Changes'))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);

describe('the tab of activity', () => {
  it('lists changes by day with signs, message and duration', async () => {
    await open('histories');
    expect((await rows())[0]).toMatch(
      /search latencyOK→WarningA round trip .* average\.since then, 11 min$/,
    );
    expect(await rows()).toContainEqual(
      expect.stringMatching(
        /catalog reachableOK→CriticalThe server refused the connection\.for 14 min$/,
      ),
    );
    expect(await rows()).toContainEqual(
      expect.stringMatching(
        /4 databases: app, auth, scaffolder, signals reachableOK→CriticalThe server refused the connection\.for 25 min$/,
      ),
    );
    expect(
      within(await region('Changes')).getAllByRole('region').length,
    ).toBeGreaterThan(2);
    expect(
      screen.getAllByRole('link', { name: 'reachable' })[0],
    ).toHaveAttribute('href', '/database-health/checks#reachable');
  });

  it('draws a lane for each database that was not well', async () => {
    await open('histories');
    const chart = await region('Status over time');
    const lane = await within(chart).findByRole('slider', {
      name: /^States of catalog/,
    });
    expect(chart).toHaveTextContent('Critical 14 min · Warning 5 h');
    expect(chart).toHaveTextContent(
      'The other 7 databases are OK, with no known change of status.',
    );
    act(() => lane.focus());
    expect(lane).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(/^OK since .* for 3 h now$/),
    );
    await userEvent.keyboard('{ArrowLeft}');
    expect(lane).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(/^Critical from .* to .* for 14 min$/),
    );
    expect(within(chart).getByText(/Critical from/)).toBeVisible();
  });

  it('says since when a database is watched', async () => {
    await open('histories');
    const chart = await region('Status over time');
    const lane = within(chart).getByRole('slider', {
      name: /^States of scaffolder/,
    });
    act(() => lane.focus());
    await userEvent.keyboard('{Home}');
    expect(lane).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(/^Not watched before \w+ \d+/),
    );
    act(() => lane.blur());
    expect(await within(chart).findByText('Not watched yet')).toBeVisible();
    await userEvent.click(
      within(chart).getByRole('button', { name: 'Show as table' }),
    );
    expect(within(chart).getByRole('table')).toHaveTextContent(
      /scaffolderNot watched yet/,
    );
  });

  it('shows the lanes as a table', async () => {
    await open('database-down');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show as table' }),
    );
    const table = screen.getByRole('table');
    const [, now] = within(table).getAllByRole('row');
    expect(now).toHaveTextContent(/^catalogCritical.*now3 min$/);
  });

  it('looks back as far as the URL says', async () => {
    await open('histories', '?range=24h');
    expect(await rows()).toHaveLength(3);
    await userEvent.click(screen.getByRole('button', { name: '30 days' }));
    expect(address()).toMatch('range=30d');
    expect(await screen.findByText('20 changes')).toBeVisible();
  });

  it('filters by plugin and status, in the URL', async () => {
    await open('histories');
    await userEvent.click(
      await screen.findByRole('button', { name: 'catalog 4' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Critical 12' }));
    expect(await rows()).toHaveLength(2);
    expect(address()).toMatch('plugin=catalog&status=critical');
    expect(screen.getByText('2 of 18 changes')).toBeVisible();
    expect(screen.getAllByRole('slider')).toHaveLength(1);
  });

  it('filters by a server, under the one name that it has', async () => {
    await open('histories', '?plugin=server db.internal:5432');
    expect(await rows()).toEqual([
      expect.stringMatching(/^.*server db\.internal:5432 as a whole/),
    ]);
    expect(screen.getAllByRole('slider')).toEqual([
      screen.getByLabelText(/^States of server db\.internal:5432/),
    ]);
  });

  it('says that nothing changed', async () => {
    await open('all-well');
    expect(
      await screen.findByText('Nothing changed in the last 7 days.'),
    ).toBeVisible();
    expect(screen.queryByRole('slider')).toBeNull();
  });

  it('says that there were more changes than are shown', async () => {
    await open('fluttering');
    expect(
      await screen.findByText('There were more changes than are shown'),
    ).toBeVisible();
    expect(await rows()).toHaveLength(50);
  });

  it('says that the history does not work', async () => {
    await open('history-failing');
    expect(await screen.findByText(/the history does not work/)).toBeVisible();
  });

  it('takes names for text and never for HTML', async () => {
    await open('html-names');
    await screen.findAllByText(/<img src=x onerror/);
    expect(document.querySelector('img, article b')).toBeNull();
  });
});
