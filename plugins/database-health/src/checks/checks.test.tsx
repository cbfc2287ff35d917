import { screen } from '@testing-library/react';
import { renderState } from '../__testUtils__/renderState';
import { stateOf } from '../fixtures';
import { recordedChecks } from '../fixtures/recorded';

describe('the tab of checks', () => {
  it('tells of each check why it is there and its limits', async () => {
    await renderState(stateOf('all-well'), { at: '/checks' });
    const latency = (await screen.findByRole('heading', { name: 'Latency' }))
      .parentElement!;
    expect(latency).toHaveAttribute('id', 'latency');
    expect(latency).toHaveTextContent('warning: 250 ms');
    expect(latency).toHaveTextContent('critical: 1 s');
    expect(latency).toHaveTextContent('databaseHealth.checks.latency');
    expect(screen.getAllByRole('heading', { level: 4 })).toHaveLength(
      recordedChecks.length,
    );
  });

  it('explains the signs and the permissions', async () => {
    await renderState(stateOf('all-well'), { at: '/checks' });
    const glossary = await screen.findByRole('region', {
      name: 'What the signs and words mean',
    });
    expect(glossary).toHaveTextContent('Never counted as OK.');
    expect(glossary).toHaveTextContent('databaseHealth.details.read');
  });
});
