import { readFact } from '../subject';
import type { Conformance } from './types';

/** Which database it is. */
export const identityCases: Conformance = {
  fact: 'identity',
  engines: ['postgres', 'mysql', 'sqlite'],
  cases(on) {
    it('reads the identity', async () => {
      const { server, ...identity } = await readFact(on.subject, 'identity');
      expect(identity).toEqual({
        ...on.subject.identity,
        version: on.kind.version,
      });
      const { engine, inMemory } = identity;
      const ofServer = {
        key: expect.any(String),
        run: expect.any(String),
        ...(engine !== 'sqlite' && { pooled: false }),
      };
      expect(server).toEqual(inMemory ? undefined : ofServer);
    });
  },
};
