import { render, screen } from '@testing-library/react';
import type { Polled } from '../data/usePolled';
import { Loaded } from './Loaded';

const failure = { kind: 'unreachable', sentence: 'Nobody answered.' } as const;
const answer = { value: 'the ledgers', receivedAt: Date.now() - 120_000 };

const show = (polled: Partial<Polled<string>>) =>
  render(
    <Loaded
      polled={{ reload: async () => undefined, ...polled }}
      what="The ledgers"
    >
      {value => <p>{value}</p>}
    </Loaded>,
  );

describe('what is loaded', () => {
  it('is a skeleton until it is there', () => {
    show({});
    expect(screen.getByRole('status')).toBeVisible();
  });

  it('says why it is not there', () => {
    show({ failure });
    expect(screen.getByText('The picture could not be loaded')).toBeVisible();
    expect(screen.getByText('Nobody answered.')).toBeVisible();
    expect(screen.queryByText('the ledgers')).toBeNull();
  });

  it('is shown, and says why it is not as fresh as it should be', () => {
    show({ answer });
    expect(screen.getByText('the ledgers')).toBeVisible();
    expect(screen.queryByText(/refreshed/)).toBeNull();
    show({ answer, failure });
    expect(
      screen.getByText('The ledgers could not be refreshed'),
    ).toBeVisible();
    expect(
      screen.getByText(/Nobody answered\. You see what was known/),
    ).toHaveTextContent('(2 min ago).');
  });

  it('is not shown to those who may not read it any more', () => {
    show({ answer, failure: { ...failure, kind: 'permission' } });
    expect(screen.queryByText('the ledgers')).toBeNull();
    expect(
      screen.getByText('databaseHealth.read', { exact: false }),
    ).toBeVisible();
  });
});
