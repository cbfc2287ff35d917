import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { AnyCheck } from 'backstage-plugin-database-health-node';
import { allowKeys, list } from './allowed';

export interface ConfiguredCheck {
  readonly check: AnyCheck;
  readonly limits: Readonly<Record<string, number>>;
}

/** Throws an `InputError` that names the key and what is allowed. */
export function readChecks(
  config: Config | undefined,
  checks: readonly AnyCheck[],
): readonly ConfiguredCheck[] {
  allowKeys(
    config,
    'databaseHealth.checks',
    checks.map(check => check.id),
  );
  return Object.freeze(
    checks
      .filter(check => config?.getOptional(check.id) !== false)
      .map(check => ({ check, limits: readLimits(config, check) })),
  );
}

function readLimits(
  config: Config | undefined,
  check: AnyCheck,
): Readonly<Record<string, number>> {
  const path = `databaseHealth.checks.${check.id}`;
  const names = Object.keys(check.limits);
  if (config?.has(check.id) && names.length === 0) {
    throw new InputError(`${path} has no limits: it can only be false`);
  }
  if (config?.has(check.id) && typeof config.get(check.id) !== 'object') {
    throw new InputError(
      `${path} must be false, or an object of ${list(names)}`,
    );
  }
  const overrides = config?.getOptionalConfig(check.id);
  allowKeys(overrides, path, names);
  const limits: Record<string, number> = { ...check.limits };
  for (const key of overrides?.keys() ?? []) {
    const limit = overrides!.getNumber(key);
    if (!Number.isFinite(limit) || limit < 0) {
      throw new InputError(
        `${path}.${key} is ${limit}, but must be a number of at least 0`,
      );
    }
    limits[key] = limit;
  }
  return Object.freeze(limits);
}
