import { chromium } from '@playwright/test';
const [, , theme, width, ...paths] = process.argv;
const b = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
});
const ctx = await b.newContext({
  viewport: { width: +width, height: 900 },
  locale: 'en-US',
  colorScheme: theme,
});
const page = await ctx.newPage();
page.on(
  'console',
  m =>
    ['error', 'warning'].includes(m.type()) &&
    !/Future Flag|findDOMNode|CONNECTION_REFUSED|sign in as a guest/.test(
      m.text(),
    ) &&
    console.log(m.type(), m.text().slice(0, 400)),
);
page.on('pageerror', e => console.log('PAGEERROR', e.message.slice(0, 300)));
await page.addInitScript(t => {
  localStorage.setItem('theme', t);
  localStorage.setItem('@backstage/core:SignInPage:provider', 'guest');
  localStorage.setItem('sidebarPinState', 'false');
}, theme);
for (const p of paths) {
  await page.goto('http://localhost:3020' + p);
  await page.waitForTimeout(2200);
  const h = await page.evaluate(() => {
    const a = document.querySelector('article');
    const m = document.querySelector('main');
    return Math.max(
      document.documentElement.scrollHeight,
      a?.scrollHeight ?? 0,
      m?.scrollHeight ?? 0,
    );
  });
  await page.setViewportSize({
    width: +width,
    height: Math.min(Math.max(h + 20, 700), 2600),
  });
  await page.waitForTimeout(300);
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth + '/' + innerWidth,
  );
  const name = `/tmp/shots/${p.replace(
    /[^a-z0-9]+/gi,
    '_',
  )}-${theme}-${width}.png`;
  await page.screenshot({ path: name });
  console.log(name, h, over);
  await page.setViewportSize({ width: +width, height: 900 });
}
await b.close();
