import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

/** The root of the checkout. */
export const root = resolve(__dirname, '../../../../..');

/** The folder `monitoring/`. */
export const monitoring = join(root, 'monitoring');

/** One rule of Prometheus: an alert, or a record. */
export interface Rule {
  alert?: string;
  record?: string;
  expr: string;
  for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** A file of rules. */
export interface RuleFile {
  groups: { name: string; rules: Rule[] }[];
}

export type Alert = Rule &
  Required<Pick<Rule, 'alert' | 'labels' | 'annotations'>>;

/** The path is relative to the root. */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/**
 * The one document of a file.
 *
 * @throws Error where it is no YAML, or more than one document.
 */
export function readYaml<T>(path: string): T {
  return parse(readText(path), { strict: true });
}

export function readRules(): RuleFile {
  return readYaml<RuleFile>('monitoring/prometheus/rules.yaml');
}

export function alertsOf({ groups }: RuleFile): Alert[] {
  return groups
    .flatMap(({ rules }) => rules)
    .filter((rule): rule is Alert => rule.alert !== undefined);
}

/** Whether this machine has a program that tells its version. */
export function hasProgram(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
