import { responseError } from '../fixtures';
import { NoAnswerError, retryAfterSeconds, toFailure } from './failure';

describe('toFailure', () => {
  it.each([
    [401, 'signed-out'],
    [403, 'permission'],
    [404, 'not-found'],
    [500, 'failed'],
    [502, 'unreachable'],
    [503, 'unreachable'],
    [504, 'unreachable'],
  ])('tells what a %d means', async (status, kind) => {
    expect(toFailure(await responseError(status, 'Said'))).toMatchObject({
      kind,
    });
  });

  it('repeats what the backend says of its own failure', async () => {
    expect(toFailure(await responseError(500, 'The store is away'))).toEqual({
      kind: 'failed',
      sentence: 'The backend answered 500: The store is away',
    });
  });

  it('takes HTML for a backend that lacks the plugin', () => {
    const parse = () => JSON.parse('<!doctype html>');
    let error: unknown;
    try {
      parse();
    } catch (caught) {
      error = caught;
    }
    expect(toFailure(error)).toMatchObject({ kind: 'backend-missing' });
  });

  it('tells a network failure and a deadline from other errors', () => {
    expect(toFailure(new TypeError('Failed to fetch'))).toEqual({
      kind: 'unreachable',
      sentence: 'The backend does not answer.',
    });
    expect(toFailure(new NoAnswerError(10_000))).toEqual({
      kind: 'unreachable',
      sentence: 'The backend has not answered within 10 s.',
    });
    expect(toFailure(new Error('Odd'))).toEqual({
      kind: 'failed',
      sentence: 'Odd',
    });
    expect(toFailure('odd')).toEqual({ kind: 'failed', sentence: 'odd' });
  });
});

describe('retryAfterSeconds', () => {
  it('reads it from a 429 only', async () => {
    const header = { 'Retry-After': '7' };
    expect(retryAfterSeconds(await responseError(429, 'Soon', header))).toBe(7);
    expect(retryAfterSeconds(await responseError(503, 'Soon', header))).toBe(
      undefined,
    );
    expect(retryAfterSeconds(new Error('Odd'))).toBe(undefined);
  });

  it('has a number where the backend gives none', async () => {
    expect(retryAfterSeconds(await responseError(429, 'Soon'))).toBe(10);
  });
});
