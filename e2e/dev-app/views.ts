import { createRequire } from 'node:module';
import type { Locator, Page } from '@playwright/test';
import type Axe from 'axe-core';
import type { AxeResults, RunOptions } from 'axe-core';
import { expect, keepScreenshot } from './devApp';

const axePath = createRequire(
  require.resolve('backstage-plugin-database-health/package.json'),
).resolve('axe-core');

/** How the page is looked at: in both themes, and on a telephone. */
const views = [
  { name: 'light', colorScheme: 'light', width: 1440 },
  { name: 'dark', colorScheme: 'dark', width: 1440 },
  { name: 'narrow', colorScheme: 'light', width: 360 },
] as const;

/** What axe looks for; a theme changes colours only, and a width not even them. */
const everything: RunOptions = {};
const colours: RunOptions = { runOnly: 'color-contrast' };

const leastHeight = 900;
const greatestHeight = 4_000;

/**
 * Looks at what is shown in every view, in the dark one only where axe does:
 * nothing is wider than the window, axe finds nothing, and a picture is kept.
 * On a long page of which all but a part is looked at elsewhere, axe looks `within`
 * that part: it takes longer than all else.
 */
export async function lookAtEveryView(
  page: Page,
  name: string,
  axeOptions: Partial<Record<string, RunOptions>> = { light: everything },
  within = 'article',
): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.addScriptTag({ path: axePath });
  }
  let charts: number | undefined;
  for (const { name: view, colorScheme, width } of views) {
    const options = axeOptions[view];
    if (colorScheme === 'dark' && !options) {
      // It changes colours only, which nobody would look at.
      continue;
    }
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // With another theme the portal builds the page anew, its charts last.
    await page.locator(`body[data-theme-mode=${colorScheme}]`).waitFor();
    await page.locator(within).first().waitFor();
    if (charts !== undefined) {
      await expect(chartsIn(page, within)).toHaveCount(charts);
    }
    await page.setViewportSize({ width, height: leastHeight });
    await page.setViewportSize({ width, height: await heightOf(page) });
    await keepScreenshot(page, `${name}-${view}`);
    // Charts and what fades follow the window and the theme a little later.
    await expect
      .poll(() => widthOf(page), `width of ${name}, ${view}`)
      .toBe(width);
    if (options) {
      await expect
        .poll(
          () => violationsOn(page, options, within),
          `axe on ${name}, ${view}`,
        )
        .toEqual([]);
    }
    charts = await chartsIn(page, within).count();
  }
}

/** For a view that shows all that there is of a kind. */
export const thoroughly = { light: everything, dark: colours };

function chartsIn(page: Page, within: string): Locator {
  return page.locator(within).locator('.recharts-surface, [role=slider]');
}

/** The page scrolls within the portal's layout, not within the window. */
function heightOf(page: Page): Promise<number> {
  return page.evaluate(
    ([least, greatest]) => {
      const heights = [...document.querySelectorAll('html, main, article')].map(
        element => element.scrollHeight,
      );
      return Math.min(greatest, Math.max(least, ...heights));
    },
    [leastHeight, greatestHeight],
  );
}

function widthOf(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.max(
      ...[...document.querySelectorAll('html, main, article')].map(
        // What hangs over is scrolled within its element.
        element => element.getBoundingClientRect().left + element.scrollWidth,
      ),
    ),
  );
}

/** What axe finds within an element, what is around it left out. */
async function violationsOn(
  page: Page,
  options: RunOptions,
  within: string,
): Promise<string[]> {
  const violations = await page
    .locator(within)
    .first()
    .evaluate(
      async (element, given): Promise<AxeResults['violations']> => {
        const { axe } = window as unknown as { axe: typeof Axe };
        const found = await axe.run(element, given);
        return found.violations;
      },
      // To describe all that is well would take as long as to look at it.
      { ...options, resultTypes: ['violations' as const] },
    );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
