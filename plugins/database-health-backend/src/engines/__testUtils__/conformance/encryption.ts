import { readFact } from '../subject';
import type { Conformance } from './types';

// What a server shows of itself is its certificate; what it says is cut off and made
// visible. `deployments/tls.live.test.ts` reads encrypted ones.
/** Whether its plugin talks with it over TLS. */
export const encryptionCases: Conformance = {
  fact: 'encryption',
  engines: ['postgres', 'mysql'],
  cases(on) {
    it('is none without TLS, and needs none on one machine', async () => {
      expect(await readFact(on.subject, 'encryption')).toEqual({
        encrypted: false,
        local: true,
        server: null,
      });
    });
  },
};
