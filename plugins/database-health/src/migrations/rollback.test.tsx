import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { RollbackTarget } from 'backstage-plugin-database-health-common';
import { renderState } from '../__testUtils__/renderState';
import { FixtureApi, responseError, stateOf } from '../fixtures';
import { rollbackOf } from '../fixtures/rollback';

const asked: (RollbackTarget | undefined)[] = [];

async function render(at = '/migrations') {
  asked.length = 0;
  const overview = await stateOf('read-only').createApi().getOverview();
  await renderState(stateOf('read-only'), {
    at,
    api: new FixtureApi({
      overview: () => overview,
      rollback: target => {
        asked.push(target);
        return rollbackOf(target);
      },
    }),
  });
}

const card = () => screen.findByRole('button', { name: /^Can I roll back/ });

describe('the card on rolling back', () => {
  it('says that there is nothing to compare yet', async () => {
    await renderState(stateOf('read-only'), { at: '/migrations' });
    expect(await card()).toHaveTextContent('Nothing to compare yet');
  });

  it('says why not, what differs, and which lines make it safe', async () => {
    await render();
    const head = await card();
    expect(head).toHaveTextContent('Not safe');
    expect(head).toHaveTextContent('1 ledger has rows without a file');
    await userEvent.click(head);
    expect(screen.getByLabelText('Address')).toHaveTextContent('rollback=open');
    const body = head.parentElement!;
    expect(body).toHaveTextContent(
      '@backstage/plugin-catalog-backend 3.9.1 → 4.0.0',
    );
    expect(
      within(body).getByLabelText('Lines that undo the migrations of catalog'),
    ).toHaveTextContent(
      'npx knex migrate:down 20260912000000_refresh_state_maintenance.js npx knex migrate:down 20260904000000_fix_search_entity_id_ndistinct.js',
    );
    expect(body).toHaveTextContent('1 other ledger would be accepted');
  });

  it('compares with another version, in the URL', async () => {
    await render('/migrations?rollback=open');
    const head = await card();
    await userEvent.click(
      screen.getByRole('button', { name: /Compare with a version/ }),
    );
    await userEvent.click(screen.getAllByRole('option')[1]);
    expect(await screen.findByText('Safe')).toBeVisible();
    expect(asked.at(-1)).toEqual({ versionId: 'older' });
    expect(screen.getByLabelText('Address')).toHaveTextContent(
      'compare=version%3Aolder',
    );
    expect(head).toBeDefined();
  });

  it('compares one plugin with a folder', async () => {
    await render('/migrations?rollback=open');
    await card();
    const compare = screen.getByRole('button', { name: 'Compare' });
    expect(compare).toBeDisabled();
    await userEvent.type(
      screen.getByLabelText('Or with a folder of migrations'),
      '/app/old',
    );
    await userEvent.click(
      screen.getByRole('button', { name: /of the plugin/ }),
    );
    await userEvent.click(screen.getByRole('option', { name: 'catalog' }));
    await userEvent.click(compare);
    expect(
      await screen.findByText(/without a file in \/app\/old/),
    ).toBeVisible();
    expect(asked.at(-1)).toEqual({
      directory: '/app/old',
      databaseId: 'catalog',
    });
  });

  it('names the permission that a folder needs', async () => {
    const overview = await stateOf('read-only').createApi().getOverview();
    const refusal = await responseError(403, 'no');
    await renderState(stateOf('read-only'), {
      at: '/migrations?compare=folder:catalog:/app/old',
      api: new FixtureApi({
        overview: () => overview,
        rollback: target => {
          if (target) {
            throw refusal;
          }
          return rollbackOf(target);
        },
      }),
    });
    expect(
      await screen.findByText(/databaseHealth\.details\.read/),
    ).toBeVisible();
    expect(screen.getByText(/^\d+ ledgers$/)).toBeVisible();
  });
});
