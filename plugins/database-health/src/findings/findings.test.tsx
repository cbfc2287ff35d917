import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import copyToClipboard from 'copy-to-clipboard';
import { renderState } from '../__testUtils__/renderState';
import { FixtureApi, stateOf } from '../fixtures';
import { recordedFinding } from '../fixtures/recorded';
import { recordedOverview } from '../fixtures/recordedState';
import { evidenceInWords } from '../words/evidence';

jest.mock('copy-to-clipboard', () => jest.fn(() => true));

const lockLine = recordedFinding('migrations-locked').remedy.sql!;
const lockKey = 'notifications:migrations-locked:knex_migrations';

describe('findings', () => {
  it('come worst first', async () => {
    await renderState(stateOf('sick'));
    const rows = await screen.findAllByRole('button', { expanded: false });
    const severities = rows
      .map(row => within(row).queryByText(/^(Critical|Warning|Info)$/))
      .filter(Boolean)
      .map(sign => sign!.textContent);
    expect(severities.length).toBeGreaterThan(4);
    expect(severities).toEqual([...severities].sort());
    expect(severities).toContain('Warning');
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
    const { observed, limit, unit } =
      recordedFinding('migrations-locked').evidence;
    expect(
      screen.getByText(`limit ${evidenceInWords(limit!, unit)}`).parentElement,
    ).toHaveTextContent(evidenceInWords(observed, unit));
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
      screen.getByRole('button', { name: /^Show \d+ info findings?$/ }),
    );
    expect(screen.getByText(/has no lock table/)).toBeVisible();
    expect(screen.getByLabelText('Address')).toHaveTextContent('info=shown');
  });

  it('say once what is the same for all databases', async () => {
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
    const rows = await screen.findAllByText(alike[0].message);
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
