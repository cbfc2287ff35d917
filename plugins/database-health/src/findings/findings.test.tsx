import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import copyToClipboard from 'copy-to-clipboard';
import { renderState } from '../__testUtils__/renderState';
import { stateOf } from '../fixtures';

jest.mock('copy-to-clipboard', () => jest.fn(() => true));

const lockLine = 'update "knex_migrations_lock" set "is_locked" = 0;';
const lockKey = 'notifications:migrations-locked:knex_migrations';

describe('findings', () => {
  it('come worst first', async () => {
    await renderState(stateOf('sick'));
    const rows = await screen.findAllByRole('button', { expanded: false });
    const severities = rows
      .map(row => within(row).queryByText(/^(Critical|Warning|Info)$/))
      .filter(Boolean)
      .map(sign => sign!.textContent);
    expect(severities).toEqual([
      'Critical',
      'Critical',
      'Warning',
      'Warning',
      'Warning',
      'Warning',
    ]);
  });

  it('open by keyboard to what to do, and stand in the URL', async () => {
    await renderState(stateOf('sick'));
    const row = await screen.findByRole('button', {
      name: /notifications · Locked migrations/,
    });
    act(() => row.focus());
    await userEvent.keyboard('{Enter}');
    expect(row).toHaveAttribute('aria-expanded', 'true');
    expect(screen.getByText('What to do')).toBeVisible();
    expect(screen.getByText('Why it matters')).toBeVisible();
    expect(screen.getByText(lockLine)).toBeVisible();
    expect(screen.getByText('limit 15 min').parentElement).toHaveTextContent(
      '47 min',
    );
    expect(screen.getByLabelText('Address')).toHaveTextContent(
      `finding=${encodeURIComponent(lockKey)}`,
    );
    await userEvent.keyboard('{Enter}');
    expect(row).toHaveAttribute('aria-expanded', 'false');
    expect(screen.getByLabelText('Address')).not.toHaveTextContent('finding');
  });

  it('are opened by a link', async () => {
    await renderState(stateOf('sick'), {
      at: `/overview?finding=${encodeURIComponent(lockKey)}`,
    });
    expect(await screen.findByText(lockLine)).toBeVisible();
    expect(screen.getAllByRole('button', { expanded: true })).toHaveLength(1);
  });

  it('copy the line to run, and say so', async () => {
    await renderState(stateOf('sick'), {
      at: `/overview?finding=${encodeURIComponent(lockKey)}`,
    });
    await screen.findByText(lockLine);
    await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
    expect(copyToClipboard).toHaveBeenCalledWith(lockLine);
    expect(
      await screen.findByRole('button', { name: 'Copied' }),
    ).toBeInTheDocument();
  });

  it('lead to the database and to the explanation of the check', async () => {
    await renderState(stateOf('sick'), {
      at: `/overview?finding=${encodeURIComponent(lockKey)}`,
    });
    const about = await screen.findByText('About “Locked migrations”');
    expect(about.closest('a')).toHaveAttribute(
      'href',
      '/database-health/checks#migrations-locked',
    );
    const facts = about.closest('li')!;
    expect(
      within(facts).getByRole('link', { name: 'notifications' }),
    ).toHaveAttribute('href', '/database-health/databases/notifications');
  });

  it('keep those for information apart until asked', async () => {
    await renderState(stateOf('sick'));
    await screen.findByText(/The migration lock of/);
    expect(screen.queryByText(/has no lock table/)).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show 1 info finding' }),
    );
    expect(screen.getByText(/has no lock table/)).toBeVisible();
    expect(screen.getByLabelText('Address')).toHaveTextContent('info=shown');
  });

  it('say once what is the same for all databases', async () => {
    await renderState(stateOf('server-down'));
    const rows = await screen.findAllByText(
      'The server refused the connection.',
    );
    expect(rows).toHaveLength(1);
    await userEvent.click(rows[0]);
    const links = await waitFor(() =>
      within(rows[0].closest('li')!)
        .getAllByRole('link')
        .map(link => link.getAttribute('href')),
    );
    expect(links).toContain('/database-health/databases/user-settings');
    expect(links).toContain('/database-health/databases/app');
  });
});
