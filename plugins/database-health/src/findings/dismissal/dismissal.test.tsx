import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../../__testUtils__/renderState';
import { FixtureApi, responseError, stateOf } from '../../fixtures';
import { recordedOverview } from '../../fixtures/recordedState';

const lockKey = 'notifications:migrations-locked:knex_migrations';
const at = `/overview?finding=${encodeURIComponent(lockKey)}`;
const row = () =>
  screen.queryByRole('button', { name: /notifications · Locked migrations/ });
const dialog = () => screen.findByRole('dialog', { name: /^Dismiss/ });
const openDialog = async () => {
  await userEvent.click(await screen.findByRole('button', { name: 'Dismiss' }));
  return dialog();
};
const reason = () => screen.getByRole('textbox', { name: /^Why/ });
const status = () => screen.getByRole('status', { name: 'Status' });

/** The sick state whose backend refuses to dismiss and to restore. */
async function refusing(statusCode: number, message: string) {
  const api = stateOf('dismissed').createApi();
  return new FixtureApi({
    overview: () => api.getOverview(),
    onChange: async () => {
      throw await responseError(statusCode, message);
    },
  });
}

describe('dismissing a finding', () => {
  it('goes by keyboard, with a reason and an end, and stays told', async () => {
    await renderState(stateOf('sick'), { at });
    const button = await screen.findByRole('button', { name: 'Dismiss' });
    act(() => button.focus());
    await userEvent.keyboard('{Enter}');
    const shown = await dialog();
    expect(shown).toHaveTextContent('notifications · Locked migrations');
    expect(reason()).toHaveFocus();
    await userEvent.keyboard('Planned work.{Tab}{ArrowRight}');
    expect(screen.getByRole('radio', { name: '30 days' })).toBeChecked();
    expect(shown).toHaveTextContent(/It counts again from \w+ \d+, .* on\./);
    await userEvent.click(
      within(shown).getByRole('button', { name: 'Dismiss' }),
    );

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(row()).toBeNull();
    const said = screen.getByText(
      'notifications · Locked migrations was dismissed.',
    );
    expect(said).toHaveFocus();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show 1 dismissed finding' }),
    );
    expect(row()).toBeVisible();
    expect(row()!.closest('li')).toHaveTextContent(
      /Dismissed by user:default\/guest until \w+ \d+, .*: Planned work\./,
    );
    expect(screen.getByLabelText('Address')).toHaveTextContent(
      'dismissed=shown',
    );
  });

  it('asks for a reason before it sends anything', async () => {
    await renderState(stateOf('sick'), { at });
    const shown = await openDialog();
    await userEvent.type(reason(), '   ');
    await userEvent.click(
      within(shown).getByRole('button', { name: 'Dismiss' }),
    );
    expect(shown).toHaveTextContent('Say why: others will read it here.');
    expect(reason()).toBeInvalid();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(row()).toBeVisible();
  });

  it.each([
    [403, 'no', 'you lack the permission databaseHealth.manage'],
    [404, 'no', 'This finding is not there any more.'],
    [409, 'There are too many dismissals', 'answered 409: There are too many'],
    [503, 'The store cannot be written now', 'The store cannot be written now'],
  ])(
    'says of a %d what it means, and loses nothing',
    async (code, said, shows) => {
      await renderState(stateOf('sick'), {
        at,
        api: await refusing(code, said),
      });
      await userEvent.click(
        await screen.findByRole('button', { name: /auth · Pending/ }),
      );
      const shown = await openDialog();
      await userEvent.type(reason(), 'Planned work.');
      await userEvent.click(screen.getByRole('radio', { name: 'permanently' }));
      await userEvent.click(
        within(shown).getByRole('button', { name: 'Dismiss' }),
      );
      const alert = await within(shown).findByRole('alert');
      expect(alert).toHaveTextContent('The finding was not dismissed');
      expect(alert).toHaveTextContent(shows);
      expect(reason()).toHaveValue('Planned work.');
      expect(screen.getByRole('radio', { name: 'permanently' })).toBeChecked();
      expect(
        within(shown).getByRole('button', { name: 'Dismiss' }),
      ).toBeEnabled();
    },
  );

  it('dismisses each of those that say the same', async () => {
    const { findings, ...overview } = recordedOverview('server-down');
    const alike = findings.filter(
      ({ checkId, severity }) =>
        checkId === 'reachable' && severity === 'critical',
    );
    await renderState(stateOf('server-down'), {
      api: new FixtureApi({
        overview: () => ({ ...overview, findings: alike, incidents: [] }),
      }),
    });
    await userEvent.click(
      await screen.findByRole('button', {
        name: new RegExp(`${alike.length} databases: .* · Reachable`),
      }),
    );
    const shown = await openDialog();
    await userEvent.type(reason(), 'It moves today.');
    await userEvent.click(
      within(shown).getByRole('button', { name: 'Dismiss' }),
    );
    expect(
      await screen.findByRole('button', { name: 'Show 1 dismissed finding' }),
    ).toBeVisible();
    expect(screen.getByText(/Nothing was found|Nothing needs/)).toBeVisible();
  });

  it('is not offered to those who may not', async () => {
    await renderState({ ...stateOf('dismissed'), mayManage: false });
    await userEvent.click(
      await screen.findByRole('button', { name: /scaffolder · Missing/ }),
    );
    expect(screen.getByText('What to do')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Dismiss' })).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show 2 dismissed findings' }),
    );
    expect(
      screen.getByText(/Dismissed by user:default\/jane.doe until/),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Restore' })).toBeNull();
  });
});

describe('dismissed findings', () => {
  it('stand folded at the end, and no status is told by them', async () => {
    await renderState(stateOf('dismissed'));
    const fold = await screen.findByRole('button', {
      name: 'Show 2 dismissed findings',
    });
    expect(fold).toHaveAttribute('aria-expanded', 'false');
    expect(row()).toBeNull();
    // The overview shows what is not well.
    expect(screen.getByRole('row', { name: /^scaffolder/ })).toBeVisible();
    expect(screen.queryByRole('row', { name: /^notifications/ })).toBeNull();
    await userEvent.click(fold);
    expect(
      screen.getByText(
        /^Dismissed by user:development\/guest permanently: Nobody/,
      ),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Hide 2 dismissed findings' }),
    );
    expect(row()).toBeNull();
  });

  it('are unfolded by a link to one of them', async () => {
    await renderState(stateOf('dismissed'), { at });
    expect(await screen.findByText('What to do')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Hide 2 dismissed findings' }),
    );
    expect(row()).toBeNull();
  });

  it('count again when they are restored', async () => {
    await renderState(stateOf('dismissed'), {
      at: '/overview?dismissed=shown',
    });
    await screen.findAllByText(/^Dismissed by/);
    expect(screen.queryByRole('row', { name: /^notifications/ })).toBeNull();
    await userEvent.click(
      within(row()!.closest('li')!).getByRole('button', { name: 'Restore' }),
    );
    const said = await screen.findByText(
      'notifications · Locked migrations was restored.',
    );
    expect(said).toHaveFocus();
    expect(status()).toHaveTextContent('Critical');
    expect(
      screen.getByRole('row', { name: /^notifications/ }),
    ).toHaveTextContent('Critical');
    expect(
      screen.getByRole('button', { name: 'Hide 1 dismissed finding' }),
    ).toBeVisible();
  });

  it('stay, with the reason why, when restoring fails', async () => {
    await renderState(stateOf('dismissed'), {
      at: '/overview?dismissed=shown',
      api: await refusing(403, 'no'),
    });
    const line = (await screen.findAllByText(/^Dismissed by/))[0].closest(
      'li',
    )!;
    await userEvent.click(
      within(line).getByRole('button', { name: 'Restore' }),
    );
    expect(await within(line).findByRole('alert')).toHaveTextContent(
      'It was not restored. The backend refuses: you lack the permission databaseHealth.manage.',
    );
    expect(within(line).getByRole('button', { name: 'Restore' })).toBeEnabled();
  });

  it('are told as such among checks and in their ledger', async () => {
    await renderState(stateOf('dismissed'), {
      at: `/databases/notifications?ledger=${encodeURIComponent(
        'notifications:knex_migrations',
      )}`,
    });
    const ledgers = await screen.findByRole('region', { name: 'Migrations' });
    expect(ledgers).toHaveTextContent('Locked migrations, dismissed');
    expect(
      within(ledgers).getByRole('button', {
        name: /^Locked\s*knex_migrations/,
      }),
    ).toBeVisible();
    expect(screen.getByRole('region', { name: 'Checks' })).toHaveTextContent(
      'Dismissed: The migration lock of',
    );
  });
});
