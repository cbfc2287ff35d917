import { sessionLine } from './sessionLine';

describe('a line that leaves alone who gets the number later', () => {
  it.each([
    [
      'the statement',
      sessionLine('cancel', { pid: 7, state: 'active', stateMs: 61_900 }),
      `pg_cancel_backend(pid) from pg_stat_activity where pid = 7 and clock_timestamp() - query_start >= interval '61 s'`,
    ],
    [
      'the transaction',
      sessionLine('terminate', {
        pid: 7,
        state: 'active',
        stateMs: 1,
        transactionMs: 61_900,
      }),
      `pg_terminate_backend(pid) from pg_stat_activity where pid = 7 and clock_timestamp() - xact_start >= interval '61 s'`,
    ],
    [
      'one that is idle without a transaction',
      sessionLine('terminate', { pid: 7, state: 'idle', stateMs: 5_000 }),
      `pg_terminate_backend(pid) from pg_stat_activity where pid = 7 and clock_timestamp() - state_change >= interval '5 s'`,
    ],
  ])('ends %s', (_, line, expected) => {
    expect(line).toBe(`select ${expected};`);
  });
});
