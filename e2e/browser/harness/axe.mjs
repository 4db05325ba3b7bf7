/** Accessibility, as axe sees it: WCAG 2.2 AA and its best practices, in the light and in the dark theme. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds fault with on the page as it is now, in both themes; nothing when all is well. */
export async function faults(page, where) {
  await page.evaluate(source);
  const found = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction(
      (dark) => document.documentElement.classList.contains('pf-v6-theme-dark') === dark,
      colorScheme === 'dark',
    );
    // What moves into its place, or from one colour to another, is looked at when it has arrived; spinners never do.
    await page.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
          .map((animation) => animation.finished.catch(() => undefined)),
      ),
    );
    const { violations } = await page.evaluate(
      (runOnly) => globalThis.axe.run(document, { runOnly, resultTypes: ['violations'] }),
      rules,
    );
    for (const violation of violations) {
      const nodes = violation.nodes.map(
        (node) =>
          `      ${node.html.slice(0, 200)}\n        ${node.failureSummary.replaceAll('\n', ' ').slice(0, 300)}`,
      );
      found.push(`${where}, ${colorScheme}: ${violation.id}: ${violation.help}\n${nodes.join('\n')}`);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    if (wide) found.push(`${where}, ${colorScheme}: the page is wider than the window`);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  return found;
}
