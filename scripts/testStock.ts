import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitWith } from './exitWith';
import { hasBrowser } from './test/browser';
import { isFailed, summary } from './test/counts';
import { readPlaywrightOutcome } from './test/playwright';
import { outputFolder } from './places';
import { runTool, stopProgramsWhenAsked } from './test/program';

// Not in the checkout: packages that the portal forgot to name would be found there.
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'stock-portal-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

stopProgramsWhenAsked();

/** Tests the packages in a portal of the stock template, from tarballs. */
async function main(): Promise<number> {
  if (!(await hasBrowser())) {
    console.error(
      'There is no Chromium to test with: install it, or name it with CHROMIUM_PATH=<path>',
    );
    return 1;
  }
  const results = join(outputFolder, 'playwright-stock.json');
  rmSync(results, { force: true });
  const exitCode = await runTool(
    'playwright',
    [
      'test',
      '--config',
      'e2e/stock/playwright.config.ts',
      '--reporter=list,json',
    ],
    {
      env: {
        STOCK_PORTAL_FOLDER: folder,
        PLAYWRIGHT_JSON_OUTPUT_NAME: results,
      },
    },
  );
  const { counts } = readPlaywrightOutcome(results, exitCode);
  console.log(summary(counts));
  return isFailed(counts) ? 1 : 0;
}

exitWith(main());
