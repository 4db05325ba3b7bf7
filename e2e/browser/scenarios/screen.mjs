/** From signing in to the result of a command, typed into the guest and seen on its screen. */
import { barsInPicture, enter, logIn, onScreen } from '../harness/person.mjs';
import { openConsole, ticketFor } from '../harness/rawConsole.mjs';
import { demand, GUEST, scenario, until } from '../harness/scenario.mjs';

const account = { name: 'ada', password: 'difference-Engine-2' };

await scenario('screen', async (stage) => {
  const name = `seen-${process.pid}`;
  const visitor = await stage.visitor();
  const { page } = visitor;

  await stage.step('signs in, and is taken to the page that was asked for', async () => {
    await visitor.goto(`/machines/new?image=${stage.image}`);
    await visitor.get('sign-in-name').fill(stage.person.name);
    await visitor.get('sign-in-password').fill(stage.person.password);
    await visitor.get('sign-in-submit').click();
    await visitor.get('new-machine-form').waitFor();
  });

  await stage.step('asks for a machine, and reads the plan before anything is done', async () => {
    const create = visitor.get('create-machine');
    demand((await create.getAttribute('aria-disabled')) === 'true', 'Create can be pressed before there is a plan');
    await page.locator('#name').fill(name);
    await page.locator('#userName').fill(account.name);
    await page.locator('#userPassword').fill(account.password);
    await page.locator('[data-testid=plan][data-feasible=true]').waitFor();
    await page.locator('[data-testid=create-machine]:not([aria-disabled=true])').waitFor();
    const plan = await visitor.get('plan').innerText();
    for (const promised of [stage.image, name, account.name, `${stage.person.name}-${name}`])
      demand(plan.includes(promised), `The plan says nothing of ${promised}: ${plan}`);
    demand(!plan.includes(account.password), 'The plan tells the password');
    demand((await stage.api.machineNamed(name)) === undefined, 'A plan alone made a machine');
    await create.click();
  });

  await stage.step('watches its progress to the end', async () => {
    await visitor.get('job-steps').first().waitFor();
    const seen = new Set();
    await until(
      'the machine to be ready',
      async () => {
        const bar = visitor.get('job-progress').first();
        const percent = await bar.getAttribute('data-percent', { timeout: 300 }).catch(() => null);
        if (percent !== null) seen.add(Number(percent));
        return visitor.get('machine-ready').isVisible();
      },
      GUEST,
    );
    const percents = [...seen];
    demand(percents.length >= 3, `Progress was to be seen only at ${percents.join(', ')} %`);
    demand(
      percents.every((each, at) => at === 0 || each >= percents[at - 1]),
      `It went back: ${percents.join(', ')}`,
    );
    demand((await visitor.get('machine-state').first().getAttribute('data-state')) === 'RUNNING', 'It does not run');
  });

  const { id } = await stage.api.machineNamed(name);

  await stage.step('opens the console and logs in by the keyboard', async () => {
    await visitor.get('machine-ready').getByRole('button', { name: 'Open the console' }).click();
    await visitor.connected();
    await logIn(visitor, stage.api, id, account);
  });

  await stage.step('types a command, and sees on the screen what the guest worked out', async () => {
    const before = await barsInPicture(page);
    demand(!before.includes(42), 'The bar is there before anything was typed');
    await enter(visitor, stage.api, id, `clear; printf '\\033[7m%*s\\033[0m\\n' $((6*7)) ''; echo $((6*7))-pando`);
    // The guest's own word, asked for without the page …
    await onScreen(stage.api, id, /^42-pando$/m);
    // … and the page's picture: a bar as wide as the number that the guest worked out.
    await until('the bar in the picture', async () => (await barsInPicture(page)).includes(42));
  });

  await stage.step('has a text typed that needs every kind of key', async () => {
    const text = `Aa1 ~!@#$%^&*()_+{}|:"<>?-=[];,./`;
    await visitor.get('type-text').click();
    await visitor.get('type-text-input').fill(`echo '${text}' > typed.txt; wc -c typed.txt\n`);
    await visitor.get('type-text-submit').click();
    await onScreen(stage.api, id, new RegExp(`^${text.length + 1} typed\\.txt$`, 'm'));
    const typed = await stage.api.shell(id, `cat /home/${account.name}/typed.txt`);
    demand(typed === `${text}\n`, `The guest was typed ${typed}`);
  });

  await stage.step('opens the console in a window of its own', async () => {
    const [own] = await Promise.all([visitor.context.waitForEvent('page'), visitor.get('own-window').click()]);
    await own.locator('[data-testid=console-phase][data-phase=connected]').waitFor();
    await until('the bar in the other window', async () => (await barsInPicture(own)).includes(42));
    await own.close();
  });

  await stage.step('reads in the certificate that nothing is shared', async () => {
    await visitor.get('tab-identity').click();
    await page.locator('[data-testid=certificate-verdict][data-verdict=DISTINCT]').waitFor();
  });

  await stage.step('finds a picture of the screen in the list of machines', async () => {
    await visitor.goto('/machines');
    const picture = page.locator(`[data-testid=machine-row][data-machine="${name}"] img`);
    await until(
      'the picture',
      () =>
        picture
          .evaluate((image) => image.complete && image.naturalWidth > 0, null, { timeout: 500 })
          .catch(() => false),
      GUEST,
    );
  });

  await stage.step(
    'deletes the machine, after being asked; what was a right to its console is none any more',
    async () => {
      const ticket = await ticketFor(stage.api, id);
      const open = await openConsole(stage.url, await ticketFor(stage.api, id), { origin: stage.url });
      await visitor.goto(`/machines/${id}`);
      await visitor.get('machine-actions').click();
      await visitor.get('action-delete').click();
      await visitor.get('confirm-delete').click();
      await until('the machine to be gone', async () => (await stage.api.machineNamed(name)) === undefined, GUEST);
      demand((await open.closed) === 4001, `The open console of a deleted machine ended with ${await open.closed}`);
      const refused = await openConsole(stage.url, ticket, { origin: stage.url });
      demand(
        [403, 404].includes(refused.status),
        `The ticket of a deleted machine was answered with ${refused.status}`,
      );
    },
  );
});
