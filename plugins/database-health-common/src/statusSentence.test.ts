import { statusSentence } from './statusSentence';
import type { Database, Server, Status } from './types';

const having = (changes: Record<string, Partial<Database>>) =>
  ['a', 'b', 'c', 'd', 'e'].map(
    pluginId =>
      ({
        pluginId,
        status: 'ok',
        reachable: true,
        stale: false,
        surveyedAt: '2026-11-21T12:00:00Z',
        ...changes[pluginId],
      } as Database),
  );
const server = (status: Status) => ({ status } as Server);
const critical: Partial<Database> = { status: 'critical' };
const warning: Partial<Database> = { status: 'warning' };
const unknown: Partial<Database> = { status: 'unknown' };
const down: Partial<Database> = { status: 'critical', reachable: false };
const stale: Partial<Database> = { status: 'unknown', stale: true };
const unheard: Partial<Database> = { status: 'unknown', surveyedAt: null };

describe('the sentence of the status', () => {
  it.each<[string, Record<string, Partial<Database>>]>([
    ['All 5 plugin databases are well.', {}],
    ['The database of b does not answer.', { a: critical, b: down }],
    [
      '2 of 5 plugin databases (a, c) are critical.',
      { a: critical, b: warning, c: critical },
    ],
    [
      '4 of 5 plugin databases (a, b, c, 1 more) need attention.',
      { a: warning, b: warning, c: warning, d: warning, e: unknown },
    ],
    ['The database of e could not be read completely.', { e: unknown }],
    [
      'None of the 5 plugin databases could be read completely.',
      { a: unheard, b: unheard, c: unheard, d: unheard, e: unknown },
    ],
    ['The database of b has a stale picture.', { b: stale }],
    [
      'All 5 plugin databases have a stale picture.',
      { a: stale, b: stale, c: stale, d: stale, e: stale },
    ],
    [
      '2 of 5 plugin databases (a, b) could not be read completely.',
      { a: stale, b: unknown },
    ],
    [
      'The first survey has not ended yet.',
      { a: unheard, b: unheard, c: unheard, d: unheard, e: unheard },
    ],
  ])('%s', (sentence, changes) => {
    expect(statusSentence(having(changes), [server('ok')])).toBe(sentence);
  });

  it('is of the servers where every plugin database is well', () => {
    const [alone] = having({});
    expect(statusSentence([], [])).toBe('No plugin database is observed.');
    expect(statusSentence([alone], [])).toBe('The plugin database is well.');
    expect(statusSentence([alone], [server('warning'), server('ok')])).toBe(
      'Every plugin database is well, but their server needs attention.',
    );
    expect(
      statusSentence([alone], [server('warning'), server('critical')]),
    ).toBe('Every plugin database is well, but 2 servers need attention.');
  });

  it('names the worst incident and counts the others', () => {
    const outage = {
      subject: { serverId: 'postgres-1' },
      title: 'The server of a, b and 3 more does not answer.',
    };
    const full = { subject: { databaseId: 'e' }, title: 'The pool is full.' };
    const databases = having({ b: critical });
    expect(statusSentence(databases, [], [outage])).toBe(outage.title);
    expect(statusSentence(databases, [], [outage, full])).toBe(
      'The server of a, b and 3 more does not answer, and 1 more incident.',
    );
    expect(statusSentence(databases, [], [full, outage, outage])).toBe(
      'e: The pool is full, and 2 more incidents.',
    );
    const long = {
      subject: { databaseId: 'e' },
      title: `Three sessions wait for a lock, the first of them ${'very '.repeat(
        20,
      )}long. Another one holds it.`,
    };
    const sentence = statusSentence(databases, [], [long]);
    expect(sentence).toMatch(/^e: Three sessions wait .* very…$/);
    expect(sentence.length).toBeLessThan(150);
    expect(
      statusSentence(
        databases,
        [],
        [{ ...long, title: 'It is full. Others wait.' }, outage],
      ),
    ).toBe('e: It is full, and 1 more incident.');
    expect(statusSentence([], [], [outage])).toBe(
      'No plugin database is observed.',
    );
  });
});
