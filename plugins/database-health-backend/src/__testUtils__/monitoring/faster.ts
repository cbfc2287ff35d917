import type { RuleFile } from './files';

/** Some minutes of a rule are some seconds of a test. */
export const timesFaster = 20;

const unitsMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * The rules with every time divided: `for`, the ranges in brackets, and the two minutes
 * of grace of a survey, which are a number of seconds. All else stays.
 */
export function fasterRules({ groups }: RuleFile): RuleFile {
  return {
    groups: groups.map(({ name, rules }) => ({
      name,
      rules: rules.map(rule => ({
        ...rule,
        expr: rule.expr
          .replaceAll(/\[(\w+)\]/g, (_, range) => `[${faster(range)}]`)
          .replaceAll(/\+ 120\b/g, `+ ${120 / timesFaster}`),
        ...(rule.for && { for: faster(rule.for) }),
      })),
    })),
  };
}

/** A time of Prometheus or Alertmanager, divided. */
export function faster(time: string): string {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(time) ?? [];
  if (!amount) {
    throw new Error(`${time} is not one number and one unit`);
  }
  const ms = Number(amount) * unitsMs[unit as keyof typeof unitsMs];
  return `${ms / timesFaster}ms`;
}
