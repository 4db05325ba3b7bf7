/** Somebody who signs out, and somebody else who comes to the same browser. */
import { demand, scenario } from '../harness/scenario.mjs';

await scenario('strangers', async (stage) => {
  const { machine } = stage;
  const { name } = await stage.api.get(`/machines/${machine}`);
  const [job] = (await stage.api.get(`/jobs?subject=${machine}`)).items;
  const visitor = await stage.member();
  const { page } = visitor;

  await stage.step('the first person sees the machine', async () => {
    await visitor.goto(`/machines/${machine}?tab=console`);
    await visitor.connected();
  });

  await stage.step('signs out: nothing is left to be seen, nor behind “back”', async () => {
    await visitor.get('account-menu').click();
    await visitor.get('sign-out').click();
    await visitor.get('sign-in-form').waitFor();
    await page.goBack();
    await visitor.get('sign-in-form').waitFor();
    demand(!(await page.content()).includes(name), 'The machine is still on the page');
    const left = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    demand(!left.includes(machine), `The browser keeps ${left}`);
  });

  await stage.step('the second person follows a link to it, and is told that there is no such machine', async () => {
    await visitor.goto(`/machines/${machine}?tab=console`);
    await visitor.get('sign-in-name').fill(process.env.PANDO_OTHER_NAME);
    await visitor.get('sign-in-password').fill(process.env.PANDO_OTHER_PASSWORD);
    await visitor.get('sign-in-submit').click();
    await visitor.get('not-found').waitFor();
    demand(page.url().includes(machine), 'The link was forgotten while signing in');
    demand(!(await page.locator('body').innerText()).includes(name), 'The name of a foreign machine is shown');
  });

  await stage.step('nor a console, a job, or a row in any list', async () => {
    await visitor.goto(`/machines/${machine}/console`);
    await visitor.get('not-found').waitFor();
    await visitor.goto(`/jobs/${job.id}`);
    await visitor.get('not-found').waitFor();
    await visitor.goto('/machines');
    await visitor.get('none-yet').waitFor();
    await visitor.goto('/jobs');
    await visitor.get('page-title').waitFor();
    await page.waitForLoadState('domcontentloaded');
    demand((await visitor.get('job-row').count()) === 0, 'A job of somebody else is listed');
    await visitor.goto('/people');
    await page.getByTestId('not-found').or(page.getByTestId('problem')).first().waitFor();
  });

  await stage.step('what one may see, one sees', async () => {
    await visitor.goto('/images');
    await visitor.get('image-card').first().waitFor();
  });
});
