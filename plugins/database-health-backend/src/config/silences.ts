import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { SilenceRecord } from '../store';
import { allowKeys, requireKnown } from './allowed';

/** Throws an `InputError` that names the key and what is allowed. */
export function readSilences(
  config: Config | undefined,
  pluginIds: readonly string[],
): readonly SilenceRecord[] {
  return Object.freeze(
    (config?.keys() ?? []).map(id => {
      const path = `databaseHealth.incidents.silences.${id}`;
      const silence = config!.getConfig(id);
      allowKeys(silence, path, ['startsAt', 'endsAt', 'reason', 'plugins']);
      const startsAt = readTime(silence, path, 'startsAt');
      const endsAt = readTime(silence, path, 'endsAt');
      if (endsAt <= startsAt) {
        throw new InputError(`${path}.endsAt must be later than startsAt`);
      }
      const plugins = silence.getOptionalStringArray('plugins');
      plugins?.forEach((each, i) =>
        requireKnown(each, `${path}.plugins[${i}]`, pluginIds),
      );
      return Object.freeze({
        id,
        startsAt,
        endsAt,
        reason: silence.getString('reason'),
        by: undefined,
        plugins,
      });
    }),
  );
}

function readTime(
  config: Config,
  path: string,
  key: 'startsAt' | 'endsAt',
): number {
  const time = Date.parse(config.getOptionalString(key) ?? '');
  if (!Number.isFinite(time)) {
    throw new InputError(
      `${path}.${key} must be a time such as '2027-01-30T22:00:00Z'`,
    );
  }
  return time;
}
