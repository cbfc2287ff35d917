import type { Engine } from 'backstage-plugin-database-health-common';
import type {
  AnyCheck,
  Facts,
  JudgedRemedy,
  Judgement,
  Skipped,
  Unknown,
} from 'backstage-plugin-database-health-node';
import { healthyFacts, noon } from './facts';

/**
 * Evaluates a check over healthy facts and the given ones, on PostgreSQL, at noon and
 * with its own limits. Nothing that it gets can be changed by it.
 */
export function evaluate(
  check: AnyCheck,
  facts: Partial<Facts> = {},
  options: {
    at?: number;
    engine?: Engine;
    limits?: Record<string, number>;
  } = {},
): readonly Judgement[] | Skipped | Unknown {
  const needed = Object.fromEntries(
    check.needs.map((fact: keyof Facts) => [
      fact,
      { ...healthyFacts, ...facts }[fact],
    ]),
  );
  return check.evaluate(deepFreeze(structuredClone(needed)), {
    at: options.at ?? noon,
    engine: options.engine ?? 'postgres',
    limits: Object.freeze({ ...check.limits, ...options.limits }),
  });
}

/** What a check has to say, and what to do, where it has looked at everything. */
export function judgements(
  ...parameters: Parameters<typeof evaluate>
): readonly (Judgement & { remedy: JudgedRemedy })[] {
  const [check] = parameters;
  const outcome = evaluate(...parameters);
  if (!Array.isArray(outcome)) {
    throw new Error(`Not judged: ${JSON.stringify(outcome)}`);
  }
  return outcome.map(each => ({
    ...each,
    remedy: each.remedy ?? { text: check.remedy },
  }));
}

/** How bad the one finding is, `undefined` where there is none. */
export function severity(...parameters: Parameters<typeof evaluate>) {
  const found = judgements(...parameters);
  if (found.length > 1) {
    throw new Error(`${found.length} findings`);
  }
  return found[0]?.severity;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
