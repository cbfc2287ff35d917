import { madeMessage } from './__testUtils__/receiver';
import { UntoldMessages } from './untoldMessages';

describe('messages that wait in memory', () => {
  let now: number;
  let untold: UntoldMessages;

  beforeEach(() => {
    now = 1_000_000;
    untold = new UntoldMessages(() => now);
  });

  const opened = madeMessage();
  const closed = madeMessage({
    id: 'database:catalog:size:1:closed',
    kind: 'closed',
  });
  const other = madeMessage({
    id: 'database:auth:size:1:opened',
    incident: { ...opened.incident, id: 'database:auth:size:1' },
  });

  it('are each taken in once, also when they have been sent', () => {
    untold.add(opened);
    untold.add(opened);
    const next = untold.next()!;
    expect(next).toMatchObject({ message: opened, attempts: 1 });
    untold.noteSent(opened.id);
    untold.done(next);
    untold.add(opened);
    expect(untold.next()).toBeUndefined();
    expect(untold.wasSent(opened.id)).toBe(true);
  });

  it('go in the order in which it happened, and hold up no other incident', () => {
    [opened, closed, other].forEach(each => untold.add(each));
    const first = untold.next()!;
    untold.putOff(first, 5_000, { sent: true });
    expect(untold.next()?.message).toBe(other);
    now += 5_000;
    expect(untold.next()).toMatchObject({ message: opened, attempts: 2 });
    untold.done(first);
    expect(untold.next()?.message).toBe(closed);
  });

  it('are no more than a bound, and the oldest are given up', () => {
    for (let i = 0; i < 3_000; i++) {
      untold.add(madeMessage({ id: `${i}` }));
      untold.noteSent(`sent ${i}`);
    }
    expect(untold.next()?.message.id).toBe('2500');
    expect(untold.wasSent('sent 999')).toBe(false);
    expect(untold.wasSent('sent 1000')).toBe(true);
  });
});
