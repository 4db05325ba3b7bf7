/** A project from its making to its end: somebody joins it by a link, works in it, and is stopped by its quota. */
import { demand, GUEST, scenario, until } from '../harness/scenario.mjs';

await scenario('projects', async (stage) => {
  const name = `team-${process.pid}`;
  const first = `first-${process.pid}`;
  const second = `second-${process.pid}`;
  const administrator = await stage.visitor();
  const newcomer = await stage.visitor();
  const bar = (visitor, which, text) => visitor.page.locator(`#quota-${which}`).getByText(text).waitFor();
  const title = (visitor, text) => visitor.get('page-title').getByText(text, { exact: true }).waitFor();
  const dialog = (visitor) => visitor.page.getByRole('dialog');
  const barred = async (visitor, testId, reason) => {
    const button = visitor.get(testId);
    await button.and(visitor.page.locator('[aria-disabled=true]')).waitFor();
    await button.hover();
    await visitor.page.getByRole('tooltip').getByText(reason).waitFor();
  };

  const project = await stage.step('an administrator makes it, and sets what it may take', async () => {
    await administrator.signIn('admin', process.env.PANDO_ADMINISTRATOR_PASSWORD);
    await administrator.goto('/projects');
    await administrator.get('new-project').click();
    await administrator.page.locator('#project-name').fill(name);
    await dialog(administrator).getByRole('button', { name: 'Create' }).click();
    await title(administrator, name);
    await administrator.get('set-quota').click();
    await administrator.page.locator('#quota-machines-limit').fill('1');
    await dialog(administrator).getByRole('button', { name: 'Set' }).click();
    await bar(administrator, 'machines', '0 of 1, 1 left');
    return new URL(administrator.page.url()).pathname.split('/').at(-1);
  });

  const link = await stage.step('and makes a link for whoever is to join', async () => {
    await administrator.get('invite').click();
    await dialog(administrator).getByRole('button', { name: 'Make a link' }).click();
    const made = await administrator.get('invitation-link').locator('input').inputValue();
    await dialog(administrator).getByRole('button', { name: 'Done' }).click();
    return made;
  });

  await stage.step('somebody opens it, signs in and joins, which the administrator sees at once', async () => {
    await newcomer.page.goto(link);
    await newcomer.get('offer').getByText(name).waitFor();
    await newcomer.get('join-sign-in').click();
    await newcomer.get('sign-in-name').fill(stage.person.name);
    await newcomer.get('sign-in-password').fill(stage.person.password);
    await newcomer.get('sign-in-submit').click();
    await newcomer.get('join').click();
    await title(newcomer, name);
    await administrator.page.locator(`[data-testid=member-row][data-user=${stage.person.name}]`).waitFor();
  });

  await stage.step('who is no owner is told why they may not invite, set quotas or make projects', async () => {
    await barred(newcomer, 'invite', 'Only owners of the project may do this.');
    await barred(newcomer, 'set-quota', 'Only administrators set quotas.');
    await newcomer.goto('/projects');
    await newcomer.page.locator(`[data-testid=project-row][data-project=${name}]`).waitFor();
    await barred(newcomer, 'new-project', 'Only administrators make projects here.');
  });

  await stage.step('makes a machine in it, chosen by typing a part of its name', async () => {
    const { page } = newcomer;
    await newcomer.goto(`/machines/new?image=${stage.image}`);
    await page.getByRole('combobox', { name: 'Project' }).pressSequentially(name.slice(0, 8));
    await page.getByRole('option', { name }).click();
    await page.locator('#name').fill(first);
    await page.locator('[data-testid=create-machine]:not([aria-disabled=true])').waitFor();
    await newcomer.get('create-machine').click();
    // It counts from the request on: whether it ever starts is another scenario's matter.
    await newcomer.get('job-steps').first().waitFor();
  });

  await stage.step('a second one is refused by the quota, in a sentence, before anything is done', async () => {
    await newcomer.goto(`/machines/new?image=${stage.image}&project=${project}`);
    await newcomer.page.locator('#name').fill(second);
    const told = await newcomer.get('plan-faults').innerText();
    demand(told.includes(name) && /quota|limit|may have/.test(told), `The refusal says: ${told}`);
    await newcomer.get('create-machine').and(newcomer.page.locator('[aria-disabled=true]')).waitFor();
    demand((await stage.api.machineNamed(second)) === undefined, 'The second machine is there');
  });

  await stage.step('the bars of both say that it is full, and that it cannot be deleted', async () => {
    await newcomer.goto(`/projects/${project}`);
    await bar(newcomer, 'machines', '1 of 1, 0 left');
    await administrator.goto(`/projects/${project}`);
    await bar(administrator, 'machines', '1 of 1, 0 left');
    await barred(administrator, 'delete-project', 'It still has 1 machine.');
  });

  await stage.step('once it is empty it is deleted, and gone for its members', async () => {
    const { jobId } = await stage.api.machineNamed(first);
    // Too late where the machine is made already: then it is deleted.
    await stage.api.send('POST', `/jobs/${jobId}/cancel`);
    await until('its job to end', async () => (await stage.api.get(`/jobs/${jobId}`)).finishedAt, GUEST);
    const made = await stage.api.machineNamed(first);
    if (made) await stage.api.done((await stage.api.call('DELETE', `/machines/${made.id}`)).id, GUEST, until);
    await administrator.goto(`/projects/${project}`);
    await administrator.get('delete-project').click();
    await dialog(administrator).getByRole('button', { name: 'Delete' }).click();
    await title(administrator, 'Projects');
    await newcomer.get('not-found').waitFor();
  });
});
