import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../__testUtils__/renderState';
import { stateOf } from '../fixtures';
import { recorded } from '../fixtures/recorded';

const address = () => screen.getByLabelText('Address').textContent;
const open = (id: string, query = '') =>
  renderState(stateOf(id), { at: `/activity${query}` });
const region = (name: string) => screen.findByRole('region', { name });
const rows = async () =>
  within(await region('Incidents'))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);

describe('the tab of activity', () => {
  it('lists incidents by day, with what belonged to them and for how long', async () => {
    await open('histories', '?range=30d');
    const told = await rows();
    expect(told).toHaveLength(5);
    expect(told[0]).toMatch(
      /Warningsearch .*What to do ?long-querystill open, for 11 min$/,
    );
    expect(told[1]).toMatch(/Criticalcatalog .*reachableuntil .*, for 14 min$/);
    expect(told[2]).toMatch(
      /Warningcatalog .*blocked explains pool-saturation, pool-waituntil .*, for 5 h$/,
    );
    expect(told[3]).toMatch(
      /server db.internal:5432 .*connection-budget explains reachable of app, auth, scaffolder and 1 moreuntil .*, for 25 min$/,
    );
    expect(
      within(await region('Incidents')).getAllByRole('region').length,
    ).toBeGreaterThan(2);
    expect(
      screen.getAllByRole('link', { name: 'reachable' })[0],
    ).toHaveAttribute('href', '/database-health/checks#reachable');
    expect(screen.getByRole('link', { name: 'What to do' })).toHaveAttribute(
      'href',
      '/database-health/overview?finding=search%3Along-query',
    );
  });

  it('tells of a real outage that it is over, and for how long it was', async () => {
    const past = recorded('recovered', ({ incidents }) => incidents.incidents);
    const closed = past.filter(({ closedAt }) => closedAt);
    await open('recovered');
    const told = await rows();
    expect(told).toHaveLength(past.length);
    expect(
      told.filter(each => /until .*, for \d+ (s|min)$/.test(each ?? '')),
    ).toHaveLength(closed.length);
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
    await open('long-names');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show as table' }),
    );
    const table = screen.getByRole('table');
    const [, now] = within(table).getAllByRole('row');
    expect(now).toHaveTextContent(/^internal-.*Critical.*now30 min$/);
  });

  it('looks back as far as the URL says', async () => {
    await open('histories', '?range=24h');
    expect(await rows()).toHaveLength(2);
    await userEvent.click(screen.getByRole('button', { name: '30 days' }));
    expect(address()).toMatch('range=30d');
    expect(await screen.findByText('5 incidents')).toBeVisible();
  });

  it('filters by plugin and severity, in the URL', async () => {
    await open('histories');
    await userEvent.click(
      await screen.findByRole('button', { name: 'catalog 2' }),
    );
    await userEvent.click(screen.getByRole('button', { name: /^Critical / }));
    expect(await rows()).toHaveLength(1);
    expect(address()).toMatch('plugin=catalog&severity=critical');
    expect(screen.getByText('1 of 4 incidents')).toBeVisible();
    expect(screen.getAllByRole('slider')).toHaveLength(1);
  });

  it('finds by a plugin what its server had', async () => {
    await open('histories', '?plugin=auth');
    expect(await rows()).toEqual([
      expect.stringMatching(/server db\.internal:5432/),
    ]);
  });

  it('filters by a server, under the one name that it has', async () => {
    await open('histories', '?plugin=server db.internal:5432');
    expect(await rows()).toHaveLength(1);
    expect(screen.getAllByRole('slider')).toEqual([
      screen.getByLabelText(/^States of server db\.internal:5432/),
    ]);
  });

  it('says that there was none', async () => {
    await open('all-well', '?range=30d');
    expect(await screen.findByText('No incident in 30 days.')).toBeVisible();
    expect(screen.queryByRole('slider')).toBeNull();
  });

  it('says that none passes the filters', async () => {
    await open('histories', '?plugin=proxy');
    expect(
      await screen.findByText('No incident passes these filters.'),
    ).toBeVisible();
  });

  it('says that there were more incidents than are shown', async () => {
    await open('fluttering');
    expect(
      await screen.findByText('There were more incidents than are shown'),
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
