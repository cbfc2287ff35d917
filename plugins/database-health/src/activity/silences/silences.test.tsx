import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../../__testUtils__/renderState';
import { FixtureApi, responseError, stateOf } from '../../fixtures';

const at = '/activity';
const section = () => screen.findByRole('region', { name: 'Silences' });
const planButton = () =>
  screen.findByRole('button', { name: 'Plan a silence' });
const dialog = () => screen.findByRole('dialog', { name: 'Plan a silence' });
const openDialog = async () => {
  await userEvent.click(await planButton());
  return dialog();
};
const reason = () => screen.getByRole('textbox', { name: /^Why/ });
const rows = async () =>
  within(await section())
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);

/** A portal without silences whose backend refuses to plan any, and to end them. */
async function refusing(statusCode: number, message: string) {
  const api = stateOf('histories').createApi();
  const { silences } = await api.getIncidents();
  return new FixtureApi({
    overview: () => api.getOverview(),
    silences: () => silences!,
    onChange: async () => {
      throw await responseError(statusCode, message);
    },
  });
}

describe('silences', () => {
  it('tell of what nobody is told, until when, why and by whom', async () => {
    await renderState(stateOf('histories'), { at });
    const [running, planned] = await rows();
    expect(running).toMatch(
      /^Nobody is told of incidents of all plugins and servers until \w+ \d+, .*Planned by user:default\/jane.doe: The server gets PostgreSQL 18\./,
    );
    expect(planned).toMatch(
      /^Nobody will be told of incidents of search, catalog from \w+ \d+, .* until .*Planned by the configuration: The search is indexed anew\.$/,
    );
  });

  it('are none, and it is said', async () => {
    await renderState(stateOf('all-well'), { at });
    expect(await section()).toHaveTextContent(
      'None is planned: people are told of every incident.',
    );
  });

  it('are planned by keyboard, for some plugins, and ended', async () => {
    const state = stateOf('all-well');
    const api = state.createApi();
    const planned = jest.spyOn(api, 'setSilence');
    await renderState(state, { at, api });
    const button = await planButton();
    act(() => button.focus());
    await userEvent.keyboard('{Enter}');
    const shown = await dialog();
    expect(reason()).toHaveFocus();
    await userEvent.keyboard('Maintenance.');
    expect(within(shown).getByLabelText('Begins')).not.toHaveValue('');
    await userEvent.click(
      within(shown).getByRole('textbox', { name: 'Only of these plugins' }),
    );
    await userEvent.keyboard('catal{ArrowDown}{Enter}');
    await userEvent.click(within(shown).getByRole('button', { name: 'Plan' }));

    const said = await screen.findByText('The silence was planned.');
    expect(said).toHaveFocus();
    expect(screen.queryByRole('dialog')).toBeNull();
    const [[, plan]] = planned.mock.calls;
    expect(plan).toEqual({
      reason: 'Maintenance.',
      endsAt: expect.stringMatching(/Z$/),
      plugins: ['catalog'],
    });
    const hours = (Date.parse(plan.endsAt) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(1.9);
    expect(hours).toBeLessThanOrEqual(2);
    expect(await rows()).toEqual([
      expect.stringMatching(
        /^Nobody is told of incidents of catalog until .*Planned by user:default\/guest: Maintenance\.End$/,
      ),
    ]);

    const end = screen.getByRole('button', {
      name: 'End the silence: Maintenance.',
    });
    act(() => end.focus());
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText('The silence was ended.')).toHaveFocus();
    expect(await section()).toHaveTextContent('None is planned');
  });

  it.each([
    ['', '2030-01-01T10:00', 'Say when it begins and ends'],
    ['2030-01-01T10:00', '2030-01-01T10:00', 'It must end in the time to come'],
    ['2020-01-01T10:00', '2020-01-01T11:00', 'It must end in the time to come'],
    ['2030-01-01T10:00', '2030-01-08T10:01', 'It may last 7 days at most'],
  ])('from %j to %j are not sent', async (start, end, said) => {
    const state = stateOf('all-well');
    const api = state.createApi();
    const planned = jest.spyOn(api, 'setSilence');
    await renderState(state, { at, api });
    const shown = await openDialog();
    await userEvent.type(reason(), 'Maintenance.');
    for (const [label, value] of [
      ['Begins', start],
      ['Ends', end],
    ]) {
      const field = within(shown).getByLabelText(label);
      await userEvent.clear(field);
      if (value) {
        await userEvent.type(field, value);
      }
    }
    await userEvent.click(within(shown).getByRole('button', { name: 'Plan' }));
    expect(within(shown).getByRole('alert')).toHaveTextContent(said);
    expect(planned).not.toHaveBeenCalled();
  });

  it('ask why before anything is sent', async () => {
    await renderState(stateOf('all-well'), { at });
    const shown = await openDialog();
    await userEvent.click(within(shown).getByRole('button', { name: 'Plan' }));
    expect(shown).toHaveTextContent('Say why: others will read it here.');
    expect(reason()).toBeInvalid();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it.each([
    [403, 'no', 'you lack the permission databaseHealth.manage'],
    [409, 'There are too many silences', 'There are too many silences'],
    [503, 'The store cannot be written now', 'The store cannot be written now'],
  ])(
    'that are refused with %d say why, and lose nothing',
    async (...refusal) => {
      const [code, message, shows] = refusal;
      await renderState(stateOf('histories'), {
        at,
        api: await refusing(code, message),
      });
      const shown = await openDialog();
      await userEvent.type(reason(), 'Maintenance.');
      await userEvent.click(
        within(shown).getByRole('button', { name: 'Plan' }),
      );
      expect(await within(shown).findByRole('alert')).toHaveTextContent(
        'The silence was not planned',
      );
      expect(within(shown).getByRole('alert')).toHaveTextContent(shows);
      expect(reason()).toHaveValue('Maintenance.');
      await userEvent.click(
        within(shown).getByRole('button', { name: 'Cancel' }),
      );
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

      const end = screen.getByRole('button', { name: /^End the silence/ });
      await userEvent.click(end);
      const alert = await within(await section()).findByRole('alert');
      expect(alert).toHaveTextContent(`It was not ended. `);
      expect(alert).toHaveTextContent(shows);
      expect(end).toBeEnabled();
    },
  );

  it('are planned and ended by nobody who may not', async () => {
    await renderState({ ...stateOf('histories'), mayManage: false }, { at });
    expect(await rows()).toHaveLength(2);
    expect(screen.queryByRole('button', { name: /silence/ })).toBeNull();
  });
});
