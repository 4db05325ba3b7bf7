/** Text that wants to be a script, from everywhere that text comes from: people, images, and above all guests. None of it runs. */
import { demand, GUEST, scenario, until } from '../harness/scenario.mjs';

const payload = `<img src=x onerror="window.__pwned='markup'"><script>window.__pwned='script'</script>`;
const short = `<svg onload="window.__pwned=1">`;

await scenario('hostile', async (stage) => {
  const { api, administrator, machine } = stage;
  const mark = `hostile-${process.pid}`;
  const visitor = await stage.visitor();
  const { page, context } = visitor;
  const seen = [];
  await context.exposeBinding('pandoViolation', (_source, text) => void seen.push(text));
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) =>
      globalThis.pandoViolation(`${event.violatedDirective} kept out ${event.blockedURI} ${event.sample}`),
    ),
  );
  page.on('dialog', async (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  context.on('page', (opened) => seen.push(`another window: ${opened.url()}`));
  /** Looks at a page on which the text stands, as text. */
  const harmless = async (path, text, ready) => {
    await visitor.goto(path);
    await ready?.();
    if (text) await page.getByText(text, { exact: false }).first().waitFor();
    demand((await page.evaluate(() => globalThis.__pwned)) === undefined, `A script ran on ${path}`);
    demand(new URL(page.url()).origin === new URL(stage.url).origin, `${path} led away, to ${page.url()}`);
    demand(seen.length === 0, `On ${path}: ${seen.join('; ')}`);
  };

  const work = await stage.step('puts scripts into everything that takes text', async () => {
    const image = await administrator.post('/images', {
      name: mark,
      description: payload,
      path: process.env.PANDO_IMAGE_FILE,
      format: 'qcow2',
      account: { name: 'root', password: 'pando' },
      memoryMiB: 128,
    });
    // A command of which the guest says something on its way out, and a name of a process.
    const failing = await api.post('/machines', {
      name: mark,
      image: stage.image,
      guest: { commands: [`printf '%s\\n' '${payload.replaceAll("'", `'"'"'`)}' >&2; exit 7`] },
    });
    await api.post('/tokens', { name: short });
    await administrator.post('/users', { name: mark, displayName: payload.slice(0, 60), password: `${mark}-password` });
    return { image, failing };
  });

  await stage.step('signing in leads nowhere else', async () => {
    for (const next of [
      '//evil.example/',
      'https://evil.example/',
      '/\\evil.example',
      `javascript:window.__pwned='next'`,
    ]) {
      await context.clearCookies();
      await visitor.goto(`/sign-in?next=${encodeURIComponent(next)}`);
      await visitor.get('sign-in-name').fill(stage.person.name);
      await visitor.get('sign-in-password').fill(stage.person.password);
      await visitor.get('sign-in-submit').click();
      await visitor.get('account-menu').waitFor();
      demand(new URL(page.url()).origin === new URL(stage.url).origin, `${next} led to ${page.url()}`);
    }
    demand(seen.length === 0, seen.join('; '));
  });

  await stage.step('addresses with scripts', async () => {
    // Images are found by their descriptions, too, and one has this text.
    const query = encodeURIComponent(`none of ${payload}`);
    await harmless(`/machines?query=${query}`, undefined, () => visitor.get('no-match').waitFor());
    await harmless(`/images?query=${query}`, undefined, () => visitor.get('no-match').waitFor());
    await harmless(`/machines/${encodeURIComponent('<svg onload=alert(1)>')}`, undefined, () =>
      visitor.get('not-found').waitFor(),
    );
    await visitor.goto(`/machines/new?image=${query}`);
    await page.locator('#name').fill(payload);
    await page.locator('#hostname').fill(payload);
    await visitor.get('plan-faults').waitFor();
    demand((await page.evaluate(() => globalThis.__pwned)) === undefined, 'A script ran in the form');
  });

  await stage.step('a guest that writes scripts and commands of terminals on its serial line', async () => {
    const lines = [
      payload,
      // Titles, colours of the terminal, the clipboard, links that are scripts, reports that come back as if they were typed.
      `\\033]0;${payload}\\007\\033]52;c;cHduZWQ=\\007\\033]8;;javascript:window.__pwned=1\\033\\\\link\\033]8;;\\033\\\\`,
      `\\033]4;0;?\\007\\033[c\\033[6n\\033P$q"p\\033\\\\\\033[21t\\033[?1049h\\033[?1049l`,
      `\\033[9999;9999H\\033[99999b\\033]1337;File=inline=1:AAAA\\007`,
      'the end of it\\r\\n',
    ];
    await visitor.goto(`/machines/${machine}?tab=serial`);
    await visitor.connected('serial-phase');
    const script = lines
      .map((line) => `printf '${line.replaceAll('%', '%%').replaceAll("'", `'"'"'`)}\\r\\n' > /dev/ttyS0`)
      .join('\n');
    demand((await api.shell(machine, script)) !== undefined, 'The guest does not answer');
    await page.locator('[data-testid=serial-terminal]').getByText('the end of it').first().waitFor();
    const link = page.locator('[data-testid=serial-terminal] .xterm-rows').getByText('link', { exact: true });
    if (await link.count()) await link.first().click();
    demand((await page.evaluate(() => globalThis.__pwned)) === undefined, 'A script of the guest ran');
    demand(seen.length === 0, seen.join('; '));
    demand(!(await page.title()).includes('<'), `The guest named the page: ${await page.title()}`);
  });

  await stage.step('a guest that says scripts to Pando', async () => {
    const said = await api.shell(machine, `hostname 'a${short}'; hostname; hostname -F /etc/hostname`);
    demand(said?.includes(short), `The guest is called ${said}`);
    const failed = await until(
      'the job to fail',
      async () => {
        const job = await api.get(`/jobs/${work.failing.id}`);
        return ['DONE', 'FAILED', 'CANCELLED'].includes(job.state) && job;
      },
      GUEST,
    );
    demand(failed.state === 'FAILED', `The job is ${failed.state}`);
    await harmless(`/jobs/${failed.id}`, `__pwned='markup'`);
    await harmless('/jobs', undefined, () => visitor.get('job-row').first().waitFor());
  });

  await stage.step('names and descriptions', async () => {
    await administrator.done(work.image.id, GUEST, until);
    await harmless('/images', `__pwned='markup'`);
    await harmless(`/images/${work.image.subject.id}`, `__pwned='markup'`);
    await harmless(`/machines/new?image=${mark}`, undefined, () => visitor.get('plan-panel').waitFor());
    await harmless('/tokens', short);
    await context.clearCookies();
    await visitor.signIn(mark, `${mark}-password`);
    await harmless('/', payload.slice(0, 60));
    await administrator.done((await administrator.call('DELETE', `/images/${work.image.subject.id}`)).id, GUEST, until);
  });
});
