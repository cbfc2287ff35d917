import {
  readingOf,
  type Readings,
} from 'backstage-plugin-database-health-node';
import {
  certificate as shown,
  healthyFacts,
  noon,
} from '../../checks/__testUtils__/facts';
import type { ServerCertificate } from '../../pure/facts';
import { dayMs } from '../../timeSpans';
import { derivedOfServer } from '.';
import { withDerived } from './derive';

const server = (...certificates: (ServerCertificate | undefined)[]) => {
  const databases = certificates.map((certificate, index) => ({
    pluginId: `plugin${index}`,
    readings: {
      identity: readingOf(healthyFacts.identity, noon),
      encryption: readingOf({ ...healthyFacts.encryption, certificate }, noon),
    },
  }));
  const { certificate } = withDerived(derivedOfServer, databases[0].readings, {
    databases,
    budgetBytes: undefined,
    at: noon,
  });
  return certificate;
};

const ending = (days: number, overrides: Partial<ServerCertificate> = {}) =>
  shown({ validUntil: noon + days * dayMs, ...overrides });

describe('the certificate of a server', () => {
  it('is the newest of one name: a connection shows that with which it was opened', () => {
    const former = ending(5, { validFrom: noon - 300 * dayMs });
    const renewed = ending(300);
    for (const order of [
      [former, renewed],
      [renewed, former],
    ]) {
      expect(server(...order)).toEqual(readingOf(renewed, noon));
    }
  });

  it('is that which ends first of several names, authorities included', () => {
    const pooler = ending(20, { subject: 'pgbouncer' });
    expect(server(ending(300), pooler)).toEqual(readingOf(pooler, noon));
    const signed = ending(400, { authorityValidUntil: noon + dayMs });
    expect(server(signed, pooler)).toEqual(readingOf(signed, noon));
  });

  it('is none where the engine has no encryption, and not known where that was not read', () => {
    const identity = readingOf(healthyFacts.identity, noon);
    const certificateOf = (readings: Readings) =>
      withDerived(derivedOfServer, readings, {
        databases: [{ pluginId: 'catalog', readings }],
        budgetBytes: undefined,
        at: noon,
      }).certificate;
    expect(certificateOf({ identity })).toEqual(readingOf(null, noon));
    expect(
      certificateOf({
        identity,
        encryption: { status: 'failed', reason: 'No answer.', at: noon },
      }),
    ).toBeUndefined();
    expect(certificateOf({})).toBeUndefined();
  });

  it('is none where no plugin was shown one', () => {
    expect(server(undefined)).toEqual(readingOf(null, noon));
  });
});
