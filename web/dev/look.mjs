/**
 * Looks at every page of dist/ in both themes and two sizes: saves pictures to target/screens/ and fails on accessibility
 * faults (WCAG 2.2 AA, by axe) and on anything that the browser complains of.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const port = 8090;
const base = `http://127.0.0.1:${port}`;
const screens = new URL('../target/screens/', import.meta.url).pathname;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const only = process.argv[2];
mkdirSync(screens, { recursive: true });

function startServer(environment) {
  const server = spawn(process.execPath, [new URL('stand-in-server.mjs', import.meta.url).pathname, '--dist'], {
    env: { ...process.env, PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return once(server.stdout, 'data').then(() => server);
}

async function signIn(page, name = 'ada') {
  await page.request.get(`${base}/api/v1/about`);
  const { value } = (await page.context().cookies()).find((cookie) => cookie.name === 'XSRF-TOKEN');
  const data = { name, password: 'pando-pando' };
  await page.request.post(`${base}/api/v1/session`, { data, headers: { 'X-XSRF-TOKEN': value } });
}

const open = (path, ready) => async (page) => {
  await page.goto(`${base}${path}`);
  await (ready ? ready(page) : page.getByTestId('page-title').waitFor());
};

const machineNamed = async (page, name) =>
  (await (await page.request.get(`${base}/api/v1/machines?name=${name}`)).json()).items[0].id;

const machine = (name, tab, ready) => async (page) => {
  await page.goto(`${base}/machines/${await machineNamed(page, name)}?tab=${tab}`);
  await ready(page);
};

/** Waits until there are so many of something. */
const exactly = (page, testId, number) =>
  page.waitForFunction(
    ([id, wanted]) => document.querySelectorAll(`[data-testid=${id}]`).length === wanted,
    [testId, number],
  );

const seen = (testId) => (page) => page.getByTestId(testId).first().waitFor();

const furnished = {
  'sign-in': async (page) => {
    await page.context().clearCookies();
    await open('/sign-in', seen('sign-in-form'))(page);
  },
  'sign-in-refused': async (page) => {
    await page.context().clearCookies();
    await open('/sign-in', seen('sign-in-form'))(page);
    await page.getByTestId('sign-in-name').fill('ada');
    await page.getByTestId('sign-in-password').fill('wrong');
    await page.getByTestId('sign-in-submit').click();
    await page.getByTestId('problem').waitFor();
  },
  'sign-in-code': async (page) => {
    await page.context().clearCookies();
    await open('/sign-in', seen('sign-in-form'))(page);
    await page.getByTestId('sign-in-name').fill('linus');
    await page.getByTestId('sign-in-password').fill('right');
    await page.getByTestId('sign-in-submit').click();
    await page.getByTestId('sign-in-code').fill('123456');
    await page.getByTestId('sign-in-code-submit').click();
    await page.getByTestId('problem').waitFor();
  },
  account: open('/account', seen('session-row')),
  'account-everywhere': async (page) => {
    await open('/account', seen('session-row'))(page);
    await page.getByTestId('sign-out-everywhere').click();
    await page.getByLabel('Revoke all API tokens too').check();
  },
  'account-second-factor': async (page) => {
    await open('/account?dialog=second-factor', seen('enrol-password'))(page);
    await page.getByLabel('Your password, once more').fill('pando-pando');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByTestId('enrol-code').waitFor();
    await page.getByTestId('enrol-code-input').fill('000000');
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.getByTestId('fault-enrol-code-input').waitFor();
  },
  'account-recovery-codes': async (page) => {
    await open('/account?dialog=recovery-codes')(page);
    await page.getByTestId('code').fill('123456');
    await page.getByRole('button', { name: 'Make new codes' }).click();
    await page.getByTestId('recovery-codes').waitFor();
  },
  connect: open('/connect?code=BCDF-GHJK', seen('connect-code-shown')),
  'connect-asks': open('/connect'),
  audit: open('/audit', seen('audit-row')),
  'audit-none': open('/audit?actor=nobody', seen('no-match')),
  'audit-project': async (page) => {
    await open('/audit', seen('audit-row'))(page);
    await page.getByRole('combobox', { name: 'Project' }).pressSequentially('web');
    await page.getByRole('option', { name: 'Project web-team' }).click();
    await exactly(page, 'audit-row', 2);
  },
  'audit-entry': open('/audit?entry=6', seen('audit-changes')),
  'audit-verified': async (page) => {
    await open('/audit', seen('audit-row'))(page);
    await page.getByTestId('audit-verify').click();
    await page.getByTestId('audit-verdict').waitFor();
  },
  'person-secure': async (page) => {
    await open('/people', seen('user-row'))(page);
    await page.getByLabel('Sign-in of grace').click();
    await page.getByRole('button', { name: 'Turn second factor off' }).waitFor();
  },
  home: open('/', seen('machine-tile')),
  images: open('/images', seen('image-card')),
  'images-none': open('/images?query=nothing', seen('no-match')),
  'image-import': open('/images?dialog=import', seen('import-form')),
  'image-import-uploading': async (page) => {
    await open('/images?dialog=import', seen('import-form'))(page);
    await page.locator('input[type=file]').setInputFiles({
      name: 'debian-12.qcow2',
      mimeType: 'application/octet-stream',
      buffer: Buffer.alloc(40 << 20),
    });
    await page.locator('[data-testid=upload][data-state=sending]').waitFor();
    await page.getByText('8 MiB of').first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.locator('[data-testid=upload][data-state=paused]').waitFor();
  },
  'image-import-uploaded': async (page) => {
    await open('/images?dialog=import', seen('import-form'))(page);
    await page.locator('input[type=file]').setInputFiles({
      name: 'Appliance 2.ova',
      mimeType: 'application/octet-stream',
      buffer: Buffer.alloc(2 << 20),
    });
    await page.locator('[data-testid=upload][data-state=complete]').waitFor();
    await page.getByTestId('plan').waitFor();
  },
  'image-import-address': async (page) => {
    await open('/images?dialog=import', seen('import-form'))(page);
    await page.locator('#import-source-address').click();
    await page.locator('#import-url').fill('http://127.0.0.1/disk.qcow2');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('alma');
    await page.getByTestId('fault-import-url').waitFor();
  },
  'image-import-host': async (page) => {
    await open('/images?dialog=import', seen('import-form'))(page);
    await page.locator('#import-source-host').click();
    await page.locator('#import-path').fill('/var/lib/pando/import/alma.qcow2');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('alma');
    await page.getByTestId('plan').waitFor();
  },
  image: async (page) => {
    await open('/images', seen('image-card'))(page);
    await page.getByRole('link', { name: 'debian' }).click();
    await page.getByText('Identity of the master').waitFor();
  },
  'new-machine': open('/machines/new', seen('plan-panel')),
  'new-machine-plan': async (page) => {
    await open('/machines/new?image=debian', seen('plan-panel'))(page);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('web2');
    await page.getByLabel('Account name').fill('ada');
    await page.getByTestId('plan').waitFor();
  },
  'new-machine-faults': async (page) => {
    await open('/machines/new?image=debian', seen('plan-panel'))(page);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('web1');
    await page.getByLabel('Memory, MiB').fill('99999');
    await page.getByLabel('Account password').fill('secret');
    await page.getByTestId('plan-faults').waitFor();
  },
  machines: open('/machines', seen('machine-row')),
  'machines-selected': async (page) => {
    await open('/machines', seen('machine-row'))(page);
    await page.getByLabel('Select web1').check();
    await page.getByLabel('Select build-runner').check();
    await page.getByTestId('bulk-restart').click();
    await page.getByTestId('bulk-outcome').waitFor();
  },
  'machines-menu': async (page) => {
    await open('/machines?sort=name', seen('machine-row'))(page);
    await page.getByLabel('Actions for database').click();
    await page.getByTestId('action-delete').waitFor();
  },
  'machines-delete-many': async (page) => {
    await open('/machines', seen('machine-row'))(page);
    await page.getByLabel('Select web1').check();
    await page.getByLabel('Select lab').check();
    await page.getByTestId('bulk-delete').click();
    await page.getByTestId('delete-phrase').waitFor();
  },
  'machines-everybody': open('/machines?owner=all&sort=name', seen('machine-row')),
  'machine-console': machine('web1', 'console', (page) =>
    page.locator('[data-testid=console-phase][data-phase=connected]').waitFor(),
  ),
  'machine-type-text': async (page) => {
    await machine('web1', 'console', (p) => p.locator('[data-testid=console-phase][data-phase=connected]').waitFor())(
      page,
    );
    await page.getByTestId('type-text').click();
    await page.getByTestId('type-text-input').fill('echo "Hallo Welt" > ü.txt');
  },
  'machine-off': machine('lab', 'console', seen('console-curtain')),
  'machine-serial': machine('web1', 'serial', (page) =>
    page.locator('[data-testid=serial-phase][data-phase=connected]').waitFor(),
  ),
  'machine-timeline': machine('web1', 'timeline', seen('job-steps')),
  'machine-failed': machine('trial', 'timeline', seen('problem')),
  'machine-failed-console': machine('trial', 'console', seen('machine-problem')),
  'machine-hardware': machine('web1', 'hardware', seen('hardware')),
  'machine-resize': async (page) => {
    await machine('web1', 'hardware', seen('hardware'))(page);
    await page.getByTestId('open-resize').click();
    await page.getByLabel('Processors').fill('2');
    await page.getByTestId('plan').waitFor();
  },
  'machine-insert': async (page) => {
    await machine('web1', 'hardware', seen('hardware'))(page);
    await page.getByTestId('open-insert').click();
    await page.getByLabel('Disc').selectOption({ index: 1 });
    await page.getByTestId('plan').waitFor();
  },
  'machine-snapshots': machine('web1', 'snapshots', seen('snapshot-row')),
  'machine-snapshots-none': machine('database', 'snapshots', seen('take-snapshot')),
  'machine-snapshot-take': async (page) => {
    await machine('web1', 'snapshots', seen('snapshot-row'))(page);
    await page.getByTestId('take-snapshot').click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('after the upgrade');
    await page.getByTestId('plan').waitFor();
  },
  'machine-snapshot-revert': async (page) => {
    await machine('web1', 'snapshots', seen('snapshot-row'))(page);
    await page.getByTestId('revert').first().click();
    await page.getByTestId('plan').waitFor();
  },
  'machine-rename': async (page) => {
    await machine('web1', 'details', seen('machine-actions'))(page);
    await page.getByTestId('machine-actions').click();
    await page.getByTestId('action-rename').click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('shop');
    await page.getByTestId('plan').waitFor();
  },
  'machine-identity': machine('web1', 'identity', seen('certificate-verdict')),
  'machine-identity-shared': machine('twin', 'identity', seen('certificate-verdict')),
  'machine-details': machine('web1', 'details', (page) => page.getByText('UUID').waitFor()),
  'machine-delete': async (page) => {
    await machine('web1', 'details', seen('machine-actions'))(page);
    await page.getByTestId('machine-actions').click();
    await page.getByTestId('action-delete').click();
    await page.getByTestId('confirm-delete').waitFor();
  },
  'own-window': async (page) => {
    await page.goto(`${base}/machines/${await machineNamed(page, 'web1')}/console`);
    await page.locator('[data-testid=console-phase][data-phase=connected]').waitFor();
  },
  jobs: open('/jobs', seen('job-row')),
  job: async (page) => {
    await open('/jobs', seen('job-row'))(page);
    await page.getByRole('link', { name: 'Create machine trial' }).click();
    await page.getByTestId('job-steps').waitFor();
  },
  host: open('/hosts', seen('acceleration')),
  tokens: open('/tokens', seen('token-row')),
  'token-new': async (page) => {
    await open('/tokens?dialog=create', seen('token-form'))(page);
    await page.locator('#token-name').fill('laptop 2');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByTestId('token-secret').waitFor();
  },
  projects: open('/projects', seen('project-row')),
  'projects-member': async (page) => {
    await page.context().clearCookies();
    await signIn(page, 'grace');
    await open('/projects', seen('project-row'))(page);
    await page.getByTestId('new-project').hover();
    await page.getByRole('tooltip').getByText('Only administrators make projects here').waitFor();
    // It lies outside of all landmarks, as the library's tooltips do.
    await page.mouse.move(0, 0);
    await page.getByRole('tooltip').waitFor({ state: 'detached' });
  },
  'machines-project': async (page) => {
    await open('/machines', seen('machine-row'))(page);
    await page.getByRole('combobox', { name: 'Project' }).press('ArrowDown');
    await page.getByRole('option', { name: 'Project web-team' }).waitFor();
  },
  'project-new': open('/projects?dialog=create', seen('project-form')),
  project: open('/projects/p1', seen('member-row')),
  'project-personal': open('/projects/u1', seen('member-row')),
  'project-invite': async (page) => {
    await open('/projects/p1?dialog=invite', seen('invite-form'))(page);
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByTestId('invitation-link').waitFor();
  },
  'project-quota': open('/projects/p1?dialog=quota', seen('quota-form')),
  join: async (page) => {
    await page.context().clearCookies();
    await open('/join#secret', seen('sign-up-form'))(page);
  },
  'person-delete': async (page) => {
    await open('/people', seen('user-row'))(page);
    await page.getByLabel('Delete grace').click();
    await page.getByRole('button', { name: 'Delete', exact: true }).last().click();
    await page.getByTestId('problem').waitFor();
  },
  people: open('/people', seen('user-row')),
  'person-new': open('/people?dialog=create', seen('user-form')),
  palette: async (page) => {
    await open('/', seen('machine-tile'))(page);
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette-input').fill('web1');
    await page.getByRole('option', { name: /Stop web1/ }).waitFor();
  },
  help: async (page) => {
    await open('/', seen('machine-tile'))(page);
    await page.keyboard.press('?');
    await page.getByTestId('help').waitFor();
  },
  'account-menu': async (page) => {
    await open('/', seen('machine-tile'))(page);
    await page.getByTestId('account-menu').click();
    await page.getByTestId('sign-out').waitFor();
  },
  'not-found': open('/nowhere', seen('not-found')),
  'machine-not-found': open('/machines/0/', seen('not-found')),
  // The last ones: they leave a job at work.
  'machine-being-made': async (page) => {
    await open('/machines/new?image=debian', seen('plan-panel'))(page);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(`made-${Date.now() % 100_000}`);
    await page.getByLabel('Account name').fill('ada');
    await page.getByTestId('create-machine').click();
    await page.getByText('Wait for the guest', { exact: true }).waitFor();
    await page.getByTestId('job-progress').first().waitFor();
  },
  drawer: async (page) => {
    await open('/', seen('machine-tile'))(page);
    await page.getByTestId('jobs-badge').click();
    await page.getByTestId('jobs-drawer').waitFor();
  },
};

const empty = {
  'new-home': open('/', seen('first-steps')),
  'new-images': open('/images', seen('none-yet')),
  'new-machines': open('/machines', seen('none-yet')),
  'new-jobs': open('/jobs'),
};

/** Where there is more than a page of the API holds. */
const many = {
  'many-people': async (page) => {
    await open('/people?size=100&page=2', seen('user-row'))(page);
    await exactly(page, 'user-row', 33);
  },
  'many-people-found': async (page) => {
    await open('/people', seen('user-row'))(page);
    await page.getByLabel('Search people by name').fill('person 117');
    await exactly(page, 'user-row', 1);
  },
  'many-projects': async (page) => {
    await open('/projects?size=100&page=2', seen('project-row'))(page);
    await exactly(page, 'project-row', 33);
  },
  'many-members': async (page) => {
    await open('/projects/p1?page=6', seen('member-row'))(page);
    await exactly(page, 'member-row', 8);
  },
  'many-projects-filter': async (page) => {
    await open('/machines', seen('machine-row'))(page);
    await page.getByRole('combobox', { name: 'Project' }).click();
    await page.getByText(/^\d+ more: type a part of the name$/).waitFor();
    await page.getByRole('combobox', { name: 'Project' }).pressSequentially('m-117');
    await page.getByRole('option', { name: 'Project team-117' }).waitFor();
  },
  'many-new-machine': async (page) => {
    await open('/machines/new', seen('plan-panel'))(page);
    await page.getByRole('combobox', { name: 'Image' }).pressSequentially('master-117');
    await page.getByRole('option', { name: 'master-117' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Project' }).pressSequentially('team-120');
    await page.getByRole('option', { name: 'team-120 (you may only look)', disabled: true }).waitFor();
  },
  'many-token': async (page) => {
    await open('/tokens?dialog=create', seen('token-form'))(page);
    await page.getByRole('combobox', { name: 'Reaches' }).pressSequentially('team-117');
    await page.getByRole('option', { name: 'Only the project team-117' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[data-testid=token-project][data-value=many-117]').waitFor();
  },
};

let faults = 0;
const complain = (text) => {
  faults += 1;
  console.log(text);
};

async function look(browser, name, visit, size, theme) {
  const context = await browser.newContext({ viewport: size, colorScheme: theme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const where = `${name} ${size.width} ${theme}`;
  page.on('pageerror', (error) => complain(`${where}: ${error.message}`));
  page.on('console', (message) => {
    // A refused sign-in, a field that is wrong, or a page for what is not there, is an answer like others, yet browsers log it.
    if (
      ['error', 'warning'].includes(message.type()) &&
      !/status of (40[14]|422)|ERR_NETWORK_CHANGED/.test(message.text())
    )
      complain(`${where}: ${message.text()}`);
  });
  try {
    await signIn(page);
    await visit(page);
    // Toasts and popovers move into their place; spinners never stop.
    await page.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
          .map((animation) => animation.finished.catch(() => undefined)),
      ),
    );
    await page.screenshot({ path: `${screens}${name}-${size.width}-${theme}.png` });
    await page.evaluate(axe);
    const result = await page.evaluate(() =>
      globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      }),
    );
    for (const violation of result.violations) {
      complain(
        `${where}: ${violation.id}: ${violation.help}\n${violation.nodes.map((node) => `    ${node.html.slice(0, 220)}\n      ${node.failureSummary.replaceAll('\n', ' ').slice(0, 300)}`).join('\n')}`,
      );
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    if (wide) complain(`${where}: the page is wider than the window`);
  } catch (error) {
    complain(`${where}: ${error.message}`);
    await page.screenshot({ path: `${screens}${name}-${size.width}-${theme}-error.png` });
  }
  await context.close();
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
for (const [pages, environment] of [
  [furnished, {}],
  [empty, { STAND_IN: 'new' }],
  [many, { STAND_IN: 'many' }],
]) {
  const chosen = Object.entries(pages).filter(([name]) => !only || new RegExp(only).test(name));
  if (chosen.length === 0) continue;
  const server = await startServer(environment);
  for (const [name, visit] of chosen) {
    for (const size of [
      { width: 1280, height: 800 },
      { width: 820, height: 1180 },
    ]) {
      for (const theme of ['light', 'dark']) await look(browser, name, visit, size, theme);
    }
  }
  server.kill();
}
await browser.close();
console.log(faults === 0 ? 'nothing to complain of' : `${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
