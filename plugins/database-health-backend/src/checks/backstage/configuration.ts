import type { Judgement } from 'backstage-plugin-database-health-node';
import { createCheck } from 'backstage-plugin-database-health-node';
import type { Environment } from '../../pure/facts';

type Key = NonNullable<Environment['misleadingKeys']>[number];

/** Keys of the configuration that do not do what they seem to. */
export const configuration = createCheck({
  id: 'configuration',
  title: 'Configuration',
  rationale:
    'Backstage reads of `backend.database` what it looks for, and says nothing of the rest: what stands under the key of no plugin has no effect, and a text for `ssl` lets connections hang.',
  per: 'database',
  needs: ['environment'],
  limits: {},
  source: 'No limit: each key is one finding.',
  explains: ['reachable', 'pool-create-failures'],
  remedy:
    'Correct the key that the finding names, and restart the backend. One of a plugin that runs in another backend with the same configuration may stay.',
  evaluate: ({ environment: { misleadingKeys = [] } }) =>
    misleadingKeys.map(judged),
});

function judged(key: Key): Judgement {
  return {
    object: key.key,
    evidence: { observed: 1, limit: 0, unit: 'keys' },
    ...(key.fault === 'ssl-text' ? ofSsl(key) : ofNoPlugin(key)),
  };
}

function ofSsl({
  key,
}: Key): Pick<Judgement, 'severity' | 'message' | 'remedy'> {
  return {
    severity: 'critical',
    message: `\`${key}\` is a text: with it no connection is ever opened, and nothing says why.`,
    remedy: {
      text: `Set \`${key}\` to \`true\`, or to an object such as \`{ rejectUnauthorized: true, ca: { $file: … } }\`, and restart the backend. What \`require\` stands for elsewhere is \`{ rejectUnauthorized: false }\`: encrypted, but with whoever answers.`,
    },
  };
}

/** A name that is nearly that of a plugin is a slip; any other may be of another backend. */
function ofNoPlugin({
  key,
  nearest,
}: Key): Pick<Judgement, 'severity' | 'message' | 'remedy'> {
  return nearest === undefined
    ? {
        severity: 'info',
        message: `\`${key}\` is the key of no plugin of this backend, so nothing here reads it.`,
        remedy: {
          text: 'Remove it, unless a plugin of that id runs in another backend with the same configuration.',
        },
      }
    : {
        severity: 'warning',
        message: `\`${key}\` is the key of no plugin, so nothing reads it; the plugin is called ${nearest}.`,
        remedy: {
          text: `Rename the key to \`backend.database.plugin.${nearest}\`. Its database may be another one then: move what the plugin has stored, or keep leading it to where that is; then restart the backend.`,
        },
      };
}
