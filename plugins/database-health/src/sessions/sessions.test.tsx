import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../__testUtils__/renderState';
import { stateOf } from '../fixtures';
import { recordedApi } from '../fixtures/recordedState';
import { noSessions, recordedSessions, session } from '../fixtures/sessions';
import { SessionList } from './SessionList';

const region = () => screen.findByRole('region', { name: 'Sessions' });

describe('sessions', () => {
  const recordedChain = () => {
    const all = recordedSessions('waits')!.sessions;
    return {
      root: all.find(({ blockedBy }) => blockedBy.length === 0)!,
      waiting: all.filter(({ blockedBy }) => blockedBy.length > 0),
    };
  };

  it('tell who blocks whom, with plugin, times and statement', async () => {
    const { root, waiting } = recordedChain();
    await renderState(stateOf('pool-full'), { at: '/connections' });
    const chain = within(await region()).getByRole('list', {
      name: 'Who waits for whom',
    });
    const [first, second, ...others] = within(chain).getAllByRole('listitem');
    expect(others).toHaveLength(waiting.length - 1);
    expect(first).toHaveTextContent(
      new RegExp(
        `session ${root.pid}Blocks ${waiting.length} sessionsIdle in a transaction for [\\d.]+ sTransaction open for [\\d.]+ s`,
      ),
    );
    expect(first).toHaveTextContent(
      'Its last statementlock table final_entities in access exclusive mode',
    );
    expect(first).toContainElement(second);
    expect(second).toHaveTextContent(
      new RegExp(
        `^catalog · session ${waiting[0].pid}Running a statement for [\\d.]+ sWaits for session ${root.pid} for [\\d.]+ s \\(Lock: relation\\)`,
      ),
    );
    expect(second).toHaveTextContent(`user ${waiting[0].user}`);
  });

  it('tell the others, and what is hidden', async () => {
    const long = session(4690, {
      databaseId: 'search',
      pluginId: 'search',
      state: 'active',
      stateMs: 5_400_000,
      waitsFor: 'IO: DataFileRead',
    });
    const vacuum = session(4702, {
      databaseId: null,
      pluginId: null,
      background: 'autovacuum worker',
    });
    await renderState(stateOf('pool-full'), {
      at: '/connections',
      api: recordedApi('waits', {
        sessions: () => ({
          ...recordedSessions('waits')!,
          sessions: [long, vacuum],
          partial: true,
        }),
      }),
    });
    const others = await screen.findByRole('list', {
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
    expect(await region()).toHaveTextContent(
      /2 sessions, as of (\d+ s ago|just now)\./,
    );
    expect(screen.getByText('Partly seen')).toBeVisible();
    expect(await region()).toHaveTextContent('grant pg_read_all_stats');
    expect(
      screen.queryByRole('button', { name: 'How to end session 4702' }),
    ).toBeNull();
  });

  it('show by keyboard the line that ends one, where there is one', async () => {
    const { root } = recordedChain();
    await renderState(stateOf('pool-full'), { at: '/connections' });
    const shown = await region();
    const how = within(shown).getByRole('button', {
      name: `How to end session ${root.pid}`,
    });
    act(() => how.focus());
    await userEvent.keyboard('{Enter}');
    expect(how).toHaveAttribute('aria-expanded', 'true');
    expect(
      screen.getByLabelText(`Line that ends session ${root.pid}`),
    ).toHaveTextContent(
      new RegExp(
        `^select pg_terminate_backend\\(pid\\) from pg_stat_activity where pid = ${root.pid} and`,
      ),
    );
  });

  it('stand in the detail of the database that they concern', async () => {
    const { root } = recordedChain();
    await renderState(stateOf('pool-full'), { at: '/databases/catalog' });
    expect(await region()).toHaveTextContent(`session ${root.pid}`);
  });

  it('are none, or not read, and it is said', async () => {
    await renderState(stateOf('all-well'), { at: '/connections' });
    expect(await region()).toHaveTextContent(
      /No session runs a statement, holds a transaction open or blocks others, as of (\d+ s ago|just now)\./,
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
        sessions={{ ...noSessions()!, truncated: true }}
        engine="postgres"
      />,
    );
    expect(screen.getByText(/and more that are not shown/)).toBeVisible();
  });
});
