import type { Encryption } from '../../pure/facts';
import { judgements, severity } from '../__testUtils__/evaluate';
import { encrypted } from './encrypted';

const clear: Encryption = { encrypted: false, local: false, server: null };
const unverified: Encryption = {
  encrypted: true,
  verified: false,
  local: false,
  server: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
};

describe('encrypted', () => {
  it.each<[string, Encryption, string | undefined]>([
    ['in the clear', clear, 'info'],
    ['in the clear on one machine', { ...clear, local: true }, undefined],
    ['encrypted, without a look at who it is', unverified, 'info'],
    ['the same on one machine', { ...unverified, local: true }, undefined],
    ['encrypted and verified', { ...unverified, verified: true }, undefined],
    [
      'verified by who connects, and in the clear behind a proxy',
      { ...unverified, verified: true, server: null },
      undefined,
    ],
  ])('%s', (_, encryption, expected) => {
    expect(severity(encrypted, { encryption })).toBe(expected);
  });

  it('has the lines that help', () => {
    const [{ message, remedy }] = judgements(encrypted, { encryption: clear });
    expect(message).toMatch(/not encrypted, and leave this machine/);
    expect(remedy.text).toContain('`ssl: { ca: { $file: ./server-ca.pem } }`');
  });
});
