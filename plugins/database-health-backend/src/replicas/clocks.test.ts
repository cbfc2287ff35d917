import {
  factCatalogue,
  type FactCatalogue,
  type Readings,
  readingOf,
} from 'backstage-plugin-database-health-node';
import { healthyFacts, ledger, noon } from '../checks/__testUtils__/facts';
import { movedReadings } from './clocks';

const minuteMs = 60_000;

describe('readings of another replica', () => {
  it('are moved to this clock with the times that the replica gave, not with those of the server', () => {
    const readings: Readings = {
      relations: readingOf(
        {
          ...healthyFacts.relations,
          tables: [{ name: 'entities', lastVacuumAt: noon } as never],
        },
        noon,
      ),
      serverStatements: readingOf({ since: noon, statements: [] }, noon),
      ledgers: readingOf(
        [
          ledger({
            heldSince: noon,
            lastRun: { at: noon, durationMs: noon, outcome: 'succeeded' },
          }),
          ledger(),
        ],
        noon,
      ),
    };
    const moved = movedReadings(factCatalogue, readings, minuteMs);
    expect(moved).toMatchObject({
      relations: {
        at: noon + minuteMs,
        value: { tables: [{ lastVacuumAt: noon }] },
      },
      serverStatements: { at: noon + minuteMs, value: { since: noon } },
      ledgers: {
        value: [
          {
            heldSince: noon + minuteMs,
            lastRun: { at: noon + minuteMs, durationMs: noon },
          },
          {},
        ],
      },
    });
    expect(movedReadings(factCatalogue, moved, -minuteMs)).toEqual(readings);
  });

  it('go by the catalogue, whatever their fields are called', () => {
    const catalogue = {
      identity: {
        ...factCatalogue.identity,
        clock: { 'times[].began': 'replica', 'times[].seenAt': 'server' },
      },
    } as FactCatalogue;
    const readings = {
      identity: readingOf(
        { times: [{ began: 1, seenAt: 1, at: 1, countSince: 1 }], at: null },
        1,
      ),
    };
    expect(movedReadings(catalogue, readings as never, minuteMs)).toEqual({
      identity: readingOf(
        {
          times: [{ began: 1 + minuteMs, seenAt: 1, at: 1, countSince: 1 }],
          at: null,
        },
        1 + minuteMs,
      ),
    });
  });

  it('are left out where their fact is not known here', () => {
    const readings = { ofLaterVersion: readingOf({ at: 1 }, 1) } as Readings;
    expect(movedReadings(factCatalogue, readings, minuteMs)).toEqual({});
  });

  it('that failed have one time', () => {
    const failed = { status: 'failed' as const, reason: 'No.', at: noon };
    expect(
      movedReadings(factCatalogue, { ledgers: failed }, minuteMs).ledgers,
    ).toEqual({ ...failed, at: noon + minuteMs });
  });
});
