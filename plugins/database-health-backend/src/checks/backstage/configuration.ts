import { createCheck } from 'backstage-plugin-database-health-node';
import { misleadingKeyInWords } from '../../pure/misleadingKeys';

/** Keys of the configuration that do not do what they seem to. */
export const configuration = createCheck({
  id: 'configuration',
  title: 'Configuration',
  rationale:
    'Backstage reads of `backend.database` what it looks for, and says nothing of the rest: what stands under the key of no plugin, at the wrong level or in the wrong mode has no effect, and a text for `ssl` lets connections hang.',
  per: 'database',
  needs: ['environment'],
  limits: {},
  source: 'No limit: each key is one finding.',
  explains: ['reachable', 'pool-create-failures'],
  remedy:
    'Correct the key that the finding names, and restart the backend. One of a plugin that runs in another backend with the same configuration may stay.',
  evaluate: ({ environment: { misleadingKeys = [] } }) =>
    misleadingKeys.map(key => {
      const { severity, message, remedy } = misleadingKeyInWords(key);
      return {
        object: key.key,
        severity,
        message,
        evidence: { observed: 1, limit: 0, unit: 'keys' },
        remedy: { text: remedy },
      };
    }),
});
