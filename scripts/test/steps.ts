import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasBrowser } from './browser';
import { type Outcome, single } from './counts';
import { runJest } from './jest';
import { withTail } from '../logTail';
import { outputFolder } from '../places';
import { readPlaywrightOutcome } from './playwright';
import { runTool } from './program';
import { installServers } from './servers';

/** One part of `npm test`. None depends on another's success. */
export interface Step {
  name: string;
  run(): Promise<Outcome>;
}

/**
 * A step of which only the outcome is of interest while others run, and what it has
 * written once it is over.
 */
function toolStep(name: string, tool: string, args: string[]): Step {
  return {
    name,
    run: async () => {
      const outputFile = join(
        outputFolder,
        `${name.toLowerCase().replaceAll(/\W+/g, '-')}.log`,
      );
      const exitCode = await runTool(tool, args, { outputFile });
      const output = readFileSync(outputFile, 'utf8');
      process.stdout.write(output);
      return exitCode === 0
        ? { counts: single('passed') }
        : { counts: single('failed'), failures: [withTail(name, output)] };
    },
  };
}

function configStep(name: string, ...files: string[]): Step {
  return toolStep(`Configuration: ${name}`, 'backstage-cli', [
    'config:check',
    // Without it, only syntax is checked.
    '--strict',
    '--package=backend',
    // The variables of a deployment are not there.
    '--lax',
    ...files.flatMap(file => ['--config', file]),
  ]);
}

const unitTests: Step = {
  name: 'Unit and integration tests',
  run: async () => {
    await installServers();
    return runJest();
  },
};

const browserTests: Step = {
  name: 'Browser tests',
  run: async () => {
    if (!(await hasBrowser())) {
      console.error(
        'There is no Chromium to test with: install it, or name it with CHROMIUM_PATH=<path>',
      );
      return { counts: single('failed') };
    }
    const results = join(outputFolder, 'playwright.json');
    const exitCode = await runTool(
      'playwright',
      ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'],
      { env: { PLAYWRIGHT_JSON_OUTPUT_NAME: results } },
    );
    return readPlaywrightOutcome(results, exitCode);
  },
};

/** What needs no database and no browser: quick and often wrong comes first. */
const staticSteps: readonly Step[] = [
  toolStep('Type check', 'tsc', []),
  toolStep('Lint of the packages', 'backstage-cli', [
    'repo',
    'lint',
    '--max-warnings=0',
  ]),
  toolStep('Lint of the programs', 'eslint', [
    '--max-warnings=0',
    '--ext=.ts,.mjs,.cjs',
    '--no-error-on-unmatched-pattern',
    'scripts',
    'e2e',
    'bench',
  ]),
  toolStep('Formatting', 'prettier', ['--check', '--loglevel=warn', '.']),
  configStep('development', 'app-config.yaml', 'app-config.monitoring.yaml'),
  configStep('SQLite', 'app-config.yaml', 'app-config.sqlite.yaml'),
  configStep('production', 'app-config.yaml', 'app-config.production.yaml'),
  toolStep('API reports', 'backstage-repo-tools', [
    'api-reports',
    'plugins/*',
    // Compiled anew as when the reports are written: the order of a union
    // in them depends on what was compiled before.
    '--tsc',
    '--omit-messages=ae-wrong-input-file-type,ae-undocumented',
    '--validate-release-tags',
    '--ci',
  ]),
];

/**
 * All steps: the stages one after the other, the lanes of a stage beside each other.
 * The tests begin with those that mostly wait, which leaves the static steps room.
 */
export const stages: readonly (readonly (readonly Step[])[])[] = [
  [[unitTests], staticSteps],
  [[browserTests]],
];
