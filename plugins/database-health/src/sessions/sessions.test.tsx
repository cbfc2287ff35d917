import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../__testUtils__/renderState';
import { stateOf } from '../fixtures';
import { sessionsOf } from '../fixtures/sessions';
import { SessionList } from './SessionList';

const region = () => screen.findByRole('region', { name: 'Sessions' });

describe('sessions', () => {
  it('tell who blocks whom, with plugin, times and statement', async () => {
    await renderState(stateOf('pool-full'), { at: '/connections' });
    const chain = within(await region()).getByRole('list', {
      name: 'Who waits for whom',
    });
    const [root, ...waiting] = within(chain).getAllByRole('listitem');
    expect(root).toHaveTextContent(
      /^catalog · session 4711Blocks 2 sessionsIdle in a transaction for 5.2 minTransaction open for 5.3 min/,
    );
    expect(root).toHaveTextContent(
      'backstage_plugin_catalog, user backstage, from 10.0.3.17',
    );
    expect(root).toHaveTextContent('Its last statementupdate "refresh_state"');
    expect(waiting[0]).toHaveTextContent(
      /^catalog · session 4718Blocks 1 sessionRunning a statement for 1 minWaits for session 4711 for 1 min \(Lock: transactionid\)/,
    );
    expect(waiting[0]).toContainElement(waiting[1]);
    expect(waiting[1]).toHaveTextContent(
      'Waits for session 4718 and session 4711 for 45 s (Lock: relation)',
    );
  });

  it('tell the others, and what is hidden', async () => {
    await renderState(stateOf('pool-full'), { at: '/connections' });
    const shown = await region();
    const others = within(shown).getByRole('list', {
      name: 'Sessions, the longest first',
    });
    expect(
      within(others)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      expect.stringMatching(
        /^search · session 4690Running a statement for 1.5 hWaits for IO: DataFileRead/,
      ),
      expect.stringMatching(/^autovacuum worker · session 4702/),
    ]);
    expect(shown).toHaveTextContent('5 sessions, as of 9 s ago.');
    expect(within(shown).getByText('Partly seen')).toBeVisible();
    expect(shown).toHaveTextContent('grant pg_read_all_stats');
  });

  it('show by keyboard the line that ends one, where there is one', async () => {
    await renderState(stateOf('pool-full'), { at: '/connections' });
    const shown = await region();
    const how = within(shown).getByRole('button', {
      name: 'How to end session 4711',
    });
    act(() => how.focus());
    await userEvent.keyboard('{Enter}');
    expect(how).toHaveAttribute('aria-expanded', 'true');
    expect(
      screen.getByLabelText('Line that ends session 4711'),
    ).toHaveTextContent(
      "select pg_terminate_backend(pid) from pg_stat_activity where pid = 4711 and clock_timestamp() - xact_start >= interval '318 s';",
    );
    expect(
      within(shown).queryByRole('button', { name: 'How to end session 4702' }),
    ).toBeNull();
  });

  it('stand in the detail of the database that they concern', async () => {
    await renderState(stateOf('pool-full'), { at: '/databases/search' });
    expect(await region()).toHaveTextContent('1 session, as of');
    expect(await region()).toHaveTextContent('session 4690');
  });

  it('are none, or not read, and it is said', async () => {
    await renderState(stateOf('all-well'), { at: '/connections' });
    expect(await region()).toHaveTextContent(
      'No session runs a statement, holds a transaction open or blocks others, as of 9 s ago.',
    );
  });

  it.each([
    [null, 'postgres', 'The sessions were not read yet'],
    [undefined, 'postgres', 'need the permission databaseHealth.details.read'],
    [null, 'sqlite', 'SQLite has no sessions'],
  ] as const)('of which %s is known on %s', (sessions, engine, said) => {
    render(<SessionList sessions={sessions} engine={engine} />);
    expect(screen.getByText(new RegExp(said))).toBeVisible();
  });

  it('are more than are told', () => {
    render(
      <SessionList
        sessions={sessionsOf([], { truncated: true })}
        engine="postgres"
      />,
    );
    expect(screen.getByText(/and more that are not shown/)).toBeVisible();
  });
});
