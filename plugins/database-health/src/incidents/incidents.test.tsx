import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderState } from '../__testUtils__/renderState';
import { stateOf } from '../fixtures';
import { recordedOverview } from '../fixtures/recordedState';
import { joinIncidents } from './joined';

const joined = () =>
  joinIncidents(recordedOverview('waits')).incidents.find(
    ({ incident, symptoms }) =>
      'databaseId' in incident.subject && symptoms.length > 0,
  )!;
const incidents = () => screen.findByRole('region', { name: 'Incidents' });
const address = () => screen.getByLabelText('Address').textContent;

describe('incidents on the overview', () => {
  it('have their cause on top, with what to do, and their symptoms folded', async () => {
    const { incident, cause, symptoms } = joined();
    await renderState(stateOf('pool-full'));
    const list = await incidents();
    const row = within(list).getByRole('button', {
      name: new RegExp(`^(Critical|Warning) ?catalog · ${cause!.title}`),
    });
    expect(row).toHaveTextContent(incident.title);
    expect(row).toHaveTextContent(/for \d+ (s|min|h)$/);
    expect(screen.queryByText(symptoms[0].message)).toBeNull();
    act(() => row.focus());
    await userEvent.keyboard('{Enter}');
    expect(row).toHaveAttribute('aria-expanded', 'true');
    expect(list).toHaveTextContent(cause!.remedy.text.slice(0, 30));
    expect(address()).toContain(`finding=${encodeURIComponent(cause!.key)}`);
  });

  it('open their symptoms by keyboard, in the URL', async () => {
    const { incident, symptoms } = joined();
    await renderState(stateOf('pool-full'));
    const fold = await screen.findByRole('button', {
      name: `and ${symptoms.length} symptoms of catalog`,
    });
    expect(fold).toHaveAttribute('aria-expanded', 'false');
    act(() => fold.focus());
    await userEvent.keyboard('{Enter}');
    expect(fold).toHaveAttribute('aria-expanded', 'true');
    for (const { message } of symptoms) {
      expect(screen.getByText(message)).toBeVisible();
    }
    expect(new URLSearchParams(address()!.split('?')[1]).get('symptoms')).toBe(
      incident.id,
    );
    await userEvent.keyboard('{Enter}');
    expect(fold).toHaveAttribute('aria-expanded', 'false');
    expect(address()).not.toContain('symptoms');
  });

  it('are unfolded by a link to a symptom, and may be folded again', async () => {
    const { symptoms } = joined();
    await renderState(stateOf('pool-full'), {
      at: `/overview?finding=${encodeURIComponent(symptoms[0].key)}`,
    });
    const row = await screen.findByRole('button', {
      name: new RegExp(`catalog · ${symptoms[0].title}`),
    });
    expect(row).toHaveAttribute('aria-expanded', 'true');
    const fold = screen.getByRole('button', { name: /symptoms of catalog$/ });
    await userEvent.click(fold);
    expect(fold).toHaveAttribute('aria-expanded', 'false');
  });

  it('are one where a server is down', async () => {
    await renderState(stateOf('server-down'));
    const list = await incidents();
    const rows = within(list).getAllByRole('button', { expanded: false });
    expect(rows[0]).toHaveTextContent(/^Critical/);
    expect(rows[1]).toHaveTextContent(/^and \d\d symptoms$/);
    expect(within(list).getAllByRole('listitem')).toHaveLength(1);
  });

  it('come before the findings that belong to none', async () => {
    const { others } = joinIncidents(recordedOverview('sick'));
    expect(others.map(({ severity }) => severity)).toContain('info');
    await renderState(stateOf('sick'));
    const list = await incidents();
    const rest = screen.getByRole('region', { name: 'Other findings' });
    expect(
      list.compareDocumentPosition(rest) & Node.DOCUMENT_POSITION_FOLLOWING,
    ).toBeTruthy();
  });

  it('leave no room for themselves where all is well', async () => {
    await renderState(stateOf('all-well'));
    expect(await screen.findByText('Nothing needs attention.')).toBeVisible();
    expect(screen.queryByText('Incidents')).toBeNull();
  });
});
