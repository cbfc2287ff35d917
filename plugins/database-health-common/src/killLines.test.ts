import { killLines } from './killLines';

describe('lines that leave alone what a session does later', () => {
  it.each([
    [
      'the statement',
      killLines('cancel', { pid: 7, state: 'active', stateMs: 61_900 }),
      `select concat('kill query ', id) from information_schema.processlist where id = 7 and command <> 'Sleep' and time >= 61`,
    ],
    [
      'the transaction',
      killLines('terminate', {
        pid: 7,
        state: 'active',
        stateMs: 1,
        transactionMs: 61_900,
      }),
      `select concat('kill ', trx_mysql_thread_id) from information_schema.innodb_trx where trx_mysql_thread_id = 7 and trx_started <= convert_tz(now(), @@time_zone, 'SYSTEM') - interval 61 second`,
    ],
    [
      'one that is idle without a transaction',
      killLines('terminate', { pid: 7, state: 'idle', stateMs: 5_000 }),
      `select concat('kill ', id) from information_schema.processlist where id = 7 and command = 'Sleep' and time >= 5`,
    ],
  ])('end %s', (_, lines, expected) => {
    expect(lines).toBe(
      `set @line = coalesce((${expected}), 'do 0');\nprepare ending from @line;\nexecute ending;`,
    );
  });
});
