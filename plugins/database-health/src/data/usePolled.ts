import { useApi, useApiHolder } from '@backstage/core-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type {
  DatabaseHealthApi,
  RequestOptions,
} from 'backstage-plugin-database-health-common';
import { changeSignalChannel } from 'backstage-plugin-database-health-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { databaseHealthApiRef } from '../api';
import { Failure, NoAnswerError, toFailure } from './failure';
import { keepSame } from './keepSame';
import { Answer, lastAnswers } from './lastAnswers';
import { useVisible } from './useVisible';

/** An answer that keeps itself fresh. */
export interface Polled<T> {
  /** The last answer that came; kept when a later request fails. */
  answer?: Answer<T>;
  /** Why the newest request failed; absent when it did not. */
  failure?: Failure;
  /** Asks now. Resolves when the answer, or its failure, is there. */
  reload: () => Promise<void>;
}

export const pollIntervalMs = 15_000;

/** However often something changes, it is asked no more often than this (ours). */
const leastPollIntervalMs = 2_000;

/** All open pages hear of a change at once: they ask within this time (ours). */
const spreadMs = 1_000;

/** The backend answers from memory: it is away if it needs longer. */
export const answerDeadlineMs = 10_000;

/**
 * Asks for `key` with `load` at once and then again `intervalMs` after each
 * answer, as long as the page is visible; at once when `occasion` changes, and soon
 * after the backend has said that something has. What is asked more seldom than the
 * picture is left out of the latter, as is a portal without signals.
 * `load` is called with the API and a signal that is aborted when the reader
 * leaves or the deadline has passed.
 */
export function usePolled<T>(
  key: string,
  load: (api: DatabaseHealthApi, options: RequestOptions) => Promise<T>,
  options: { intervalMs?: number; occasion?: string } = {},
): Polled<T> {
  const { intervalMs = pollIntervalMs, occasion } = options;
  const api = useApi(databaseHealthApiRef);
  const signals = useApiHolder().get(signalApiRef);
  const visible = useVisible();
  const known = lastAnswers(api).get(key) as Answer<T> | undefined;
  const [state, setState] = useState<{ key: string; failure?: Failure }>({
    key,
  });
  const loadRef = useRef(load);
  loadRef.current = load;
  const lastAskedAt = useRef(-Infinity);
  const lastOccasion = useRef(occasion);
  const running = useRef<AbortController>();

  const ask = useCallback(async () => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    lastAskedAt.current = Date.now();
    const outcome = await withDeadline(controller, signal =>
      loadRef.current(api, { signal }),
    );
    if (running.current !== controller) {
      return;
    }
    running.current = undefined;
    if ('value' in outcome) {
      const answers = lastAnswers(api);
      answers.set(key, {
        value: keepSame(answers.get(key)?.value, outcome.value),
        receivedAt: Date.now(),
      });
    }
    setState({
      key,
      failure: 'error' in outcome ? toFailure(outcome.error) : undefined,
    });
  }, [api, key]);

  useEffect(() => {
    lastAskedAt.current = -Infinity;
    return () => {
      running.current?.abort();
      running.current = undefined;
    };
  }, [ask]);

  useEffect(() => {
    if (!visible) {
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    let asking = false;
    let changed = false;
    function askIn(ms: number) {
      clearTimeout(timer);
      timer = setTimeout(askAgain, Math.max(0, ms));
    }
    function askSoon() {
      const pausedMs = Date.now() - lastAskedAt.current;
      askIn(
        Math.max(0, leastPollIntervalMs - pausedMs) + Math.random() * spreadMs,
      );
    }
    async function askAgain() {
      changed = false;
      asking = true;
      await ask();
      asking = false;
      if (!left && changed) {
        askSoon();
      } else if (!left) {
        askIn(intervalMs);
      }
    }
    const dueAt =
      lastOccasion.current === occasion ? lastAskedAt.current + intervalMs : 0;
    lastOccasion.current = occasion;
    askIn(dueAt - Date.now());
    const subscription =
      intervalMs <= pollIntervalMs
        ? signals?.subscribe(changeSignalChannel, () => {
            const isFirst = !changed;
            changed = true;
            if (isFirst && !asking) {
              askSoon();
            }
          })
        : undefined;
    return () => {
      left = true;
      clearTimeout(timer);
      subscription?.unsubscribe();
    };
  }, [ask, intervalMs, occasion, signals, visible]);

  return {
    answer: known,
    failure: state.key === key ? state.failure : undefined,
    reload: ask,
  };
}

async function withDeadline<T>(
  controller: AbortController,
  load: (signal: AbortSignal) => Promise<T>,
): Promise<{ value: T } | { error: unknown }> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new NoAnswerError(answerDeadlineMs));
      controller.abort();
    }, answerDeadlineMs);
  });
  try {
    return { value: await Promise.race([load(controller.signal), deadline]) };
  } catch (error) {
    return { error };
  } finally {
    clearTimeout(timer);
  }
}
