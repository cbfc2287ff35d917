import type { DatabaseHealthConfig } from '../config';
import type { Picture } from '../picture/picture';
import type { Snapshot } from '../picture/types';
import { DatabaseHealthReader, type ReaderOptions } from './reader';

function answering(pluginId: string): Snapshot {
  const at = Date.now();
  const value = { answered: true, failures: 0, lastAnsweredAt: at };
  return {
    ...opened(pluginId),
    readings: { reachability: { status: 'read', value, at } },
    checkedAt: at,
  } as unknown as Snapshot;
}

/** Asked for, and not looked at yet. */
function opened(pluginId: string): Snapshot {
  return {
    database: { pluginId },
    observation: { pluginId, requestedAt: Date.now() },
    readings: {},
  } as unknown as Snapshot;
}

describe('a reader', () => {
  let snapshots: Snapshot[];
  let reader: DatabaseHealthReader;

  beforeEach(() => {
    const config: Partial<DatabaseHealthConfig> = {
      pulseIntervalMs: 15_000,
      readiness: { plugins: ['catalog', 'search'], failureThreshold: 3 },
    };
    const picture: Partial<Picture> = { snapshots: () => snapshots };
    reader = new DatabaseHealthReader({ picture, config } as ReaderOptions);
  });

  it('waits for every plugin database that is opened while plugins start', () => {
    snapshots = [answering('catalog'), answering('search')];
    expect(reader.readiness()).toBe('fail');
    reader.noteStarted();
    snapshots = [answering('catalog'), opened('search')];
    expect(reader.readiness()).toBe('fail');
    snapshots = [answering('catalog'), answering('search')];
    expect(reader.readiness()).toBe('pass');
  });

  it('stays ready when one is opened after all were there', () => {
    reader.noteStarted();
    snapshots = [answering('catalog'), answering('search')];
    expect(reader.readiness()).toBe('pass');
    snapshots = [answering('catalog'), opened('search')];
    expect(reader.readiness()).toBe('warn');
  });

  it('is not ready from the signal to shut down on', () => {
    reader.noteStarted();
    snapshots = [answering('catalog'), answering('search')];
    expect([reader.readiness(), reader.health()]).toEqual(['pass', 'pass']);
    reader.noteStopping();
    expect([reader.readiness(), reader.health()]).toEqual(['fail', 'fail']);
  });
});
