import type { Session } from '../../../pure/facts';
import { judgements } from '../../__testUtils__/evaluate';
import { session } from '../../__testUtils__/facts';
import { blocked } from '../../sessions/blocked';
import { idleInTransaction } from '../../sessions/idle-in-transaction';
import { longQuery } from '../../sessions/long-query';

/** What is for those alone who may see details. */
const secrets = {
  statement: 'select secret_of_statement from salaries',
  user: 'secret_of_user',
  client: 'secret-of-client.example.com',
  application: 'secret_of_application',
  database: 'secret_of_database',
};

const secret = (pid: number, more: Partial<Session>) =>
  session({ ...secrets, pid, stateMs: 86_400_000, ...more });

/** A finding may be seen by all who may read, and a number by those, too. */
describe('what a finding says of a session', () => {
  const waiting = secret(1, { blockedBy: [2], blockedMs: 86_400_000 });

  it.each([
    { check: longQuery, sessions: [secret(1, {}), secret(2, {})] },
    {
      check: idleInTransaction,
      sessions: [secret(1, { state: 'idle-in-transaction' })],
    },
    {
      check: blocked,
      sessions: [
        waiting,
        secret(2, { own: false, pluginId: null, state: 'idle' }),
      ],
    },
    {
      check: blocked,
      sessions: [waiting, secret(2, { statement: 'drop table salaries' })],
    },
  ])(
    'is its number, its plugin and how long: $check.id',
    ({ check, sessions }) => {
      const [finding] = judgements(check, {
        sessions: { sessions, truncated: false, partial: false },
      });
      expect(finding.message).toContain('session 1 of catalog');
      expect(JSON.stringify(finding)).not.toMatch(/secret|salaries/);
    },
  );
});
