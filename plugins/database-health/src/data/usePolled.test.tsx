import { TestApiProvider } from '@backstage/test-utils';
import { type SignalApi, signalApiRef } from '@backstage/plugin-signals-react';
import { act, renderHook } from '@testing-library/react';
import type { DatabaseHealthApi } from 'backstage-plugin-database-health-common';
import type { ReactNode } from 'react';
import { databaseHealthApiRef } from '../api';
import { answerDeadlineMs, pollIntervalMs, usePolled } from './usePolled';

const hidden = jest.spyOn(document, 'visibilityState', 'get');

async function setVisible(visible: boolean): Promise<void> {
  hidden.mockReturnValue(visible ? 'visible' : 'hidden');
  await act(async () => {
    document.dispatchEvent(new Event('visibilitychange'));
    await jest.advanceTimersByTimeAsync(0);
  });
}

const pass = (ms: number) =>
  act(async () => {
    await jest.advanceTimersByTimeAsync(ms);
  });

function setUp(
  load: jest.Mock,
  api = {} as DatabaseHealthApi,
  signals?: SignalApi,
) {
  const wrapper = ({ children }: { children?: ReactNode }) => (
    <TestApiProvider
      apis={[
        [databaseHealthApiRef, api],
        ...(signals ? [[signalApiRef, signals] as const] : []),
      ]}
    >
      {children}
    </TestApiProvider>
  );
  return renderHook(
    (props: { occasion?: string; intervalMs?: number }) =>
      usePolled<string>('key', load, props),
    { wrapper, initialProps: {} },
  );
}

describe('usePolled', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    hidden.mockReturnValue('visible');
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks at once and then every 15 s', async () => {
    const load = jest.fn(async () => 'picture');
    const { result } = setUp(load);
    expect(result.current).toMatchObject({
      answer: undefined,
      failure: undefined,
    });
    await pass(0);
    expect(load).toHaveBeenCalledTimes(1);
    expect(result.current.answer?.value).toBe('picture');
    await pass(pollIntervalMs - 1);
    expect(load).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('stops while hidden, and asks at once when seen again', async () => {
    const load = jest.fn(async () => 'picture');
    setUp(load);
    await pass(0);
    await setVisible(false);
    await pass(10 * pollIntervalMs);
    expect(load).toHaveBeenCalledTimes(1);
    await setVisible(true);
    await pass(0);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('does not ask early when hidden for a moment only', async () => {
    const load = jest.fn(async () => 'picture');
    setUp(load);
    await pass(1_000);
    await setVisible(false);
    await setVisible(true);
    await pass(0);
    expect(load).toHaveBeenCalledTimes(1);
    await pass(pollIntervalMs);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('keeps the last answer when a request fails, and recovers', async () => {
    const load = jest
      .fn()
      .mockResolvedValueOnce('first')
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockResolvedValueOnce('third');
    const { result } = setUp(load);
    await pass(0);
    const firstReceivedAt = result.current.answer?.receivedAt;
    await pass(pollIntervalMs);
    expect(result.current.failure?.kind).toBe('unreachable');
    expect(result.current.answer).toEqual({
      value: 'first',
      receivedAt: firstReceivedAt,
    });
    await pass(pollIntervalMs);
    expect(result.current.failure).toBe(undefined);
    expect(result.current.answer?.value).toBe('third');
  });

  it('gives up a request at its deadline and aborts it', async () => {
    let signal: AbortSignal | undefined;
    const load = jest.fn((_, options) => {
      signal = options.signal;
      return new Promise<string>(() => undefined);
    });
    const { result } = setUp(load);
    await pass(answerDeadlineMs);
    expect(signal?.aborted).toBe(true);
    expect(result.current.failure?.sentence).toMatch('within 10 s');
  });

  it('aborts when the reader leaves, and asks no more', async () => {
    let signal: AbortSignal | undefined;
    const load = jest.fn((_, options) => {
      signal = options.signal;
      return new Promise<string>(() => undefined);
    });
    const { unmount } = setUp(load);
    await pass(0);
    expect(signal?.aborted).toBe(false);
    unmount();
    expect(signal?.aborted).toBe(true);
    await pass(10 * pollIntervalMs);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('shows at once what another tab has already received', async () => {
    const api = {} as DatabaseHealthApi;
    const first = setUp(
      jest.fn(async () => 'picture'),
      api,
    );
    await pass(0);
    first.unmount();
    const second = setUp(
      jest.fn(() => new Promise<string>(() => undefined)),
      api,
    );
    expect(second.result.current.answer?.value).toBe('picture');
  });

  it('asks at once on a new occasion', async () => {
    const load = jest.fn(async () => 'picture');
    const { rerender } = setUp(load);
    await pass(1_000);
    rerender({ occasion: 'survey' });
    await pass(0);
    expect(load).toHaveBeenCalledTimes(2);
    rerender({});
    await pass(0);
    expect(load).toHaveBeenCalledTimes(3);
  });

  describe('where the backend says that something has changed', () => {
    const listeners = new Map<string, () => void>();
    const signals: SignalApi = {
      subscribe(channel, onMessage) {
        listeners.set(channel, () => onMessage({ changed: true } as never));
        return { unsubscribe: () => listeners.delete(channel) };
      },
    };
    const say = () => act(async () => listeners.get('database-health')?.());

    beforeEach(() => listeners.clear());

    it('asks soon, and no more often than every 2 s', async () => {
      const load = jest.fn(async () => 'picture');
      setUp(load, undefined, signals);
      await pass(5_000);
      expect(load).toHaveBeenCalledTimes(1);
      await say();
      await pass(1_000);
      expect(load).toHaveBeenCalledTimes(2);
      for (let i = 0; i < 20; i += 1) {
        await say();
        await pass(500);
      }
      expect(load.mock.calls.length).toBeLessThanOrEqual(2 + 5);
      expect(load.mock.calls.length).toBeGreaterThanOrEqual(2 + 3);
    });

    it('asks once more for what changed while the answer was under way', async () => {
      let answer: (value: string) => void = () => {};
      const load = jest.fn(
        () =>
          new Promise<string>(resolve => {
            answer = resolve;
          }),
      );
      setUp(load, undefined, signals);
      await pass(0);
      await say();
      await pass(4_000);
      expect(load).toHaveBeenCalledTimes(1);
      await act(async () => answer('picture'));
      await pass(1_000);
      expect(load).toHaveBeenCalledTimes(2);
    });

    it('hears nothing while hidden, nor for what is asked seldom', async () => {
      const load = jest.fn(async () => 'picture');
      const { rerender } = setUp(load, undefined, signals);
      await pass(0);
      await setVisible(false);
      expect(listeners.size).toBe(0);
      await setVisible(true);
      expect(listeners.size).toBe(1);
      rerender({ intervalMs: pollIntervalMs + 1 });
      expect(listeners.size).toBe(0);
    });
  });
});
