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
  if (config?.has(check.id) && typeof config.get(check.id) !== 'object') {
    throw new InputError(
      `${path} must be false, or an object of ${list(
        Object.keys(check.limits),
      )}`,
    );
  }
  const overrides = config?.getOptionalConfig(check.id);
  allowKeys(overrides, path, Object.keys(check.limits));
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
