/** The audit record on the page: what was done and what was refused stands in it, it can be searched, verified and taken along. */
import { readFile } from 'node:fs/promises';
import { demand, scenario, until } from '../harness/scenario.mjs';

await scenario('audit', async (stage) => {
  const name = `told-${process.pid}`;
  const description = `as of ${process.pid}`;
  const project = await stage.administrator.post('/projects', { name, owner: stage.person.name });
  await stage.api.call('PUT', `/projects/${project.id}`, { description });
  const refused = await stage.api.send('PUT', `/projects/${project.id}/quota`, { machines: 1_000 });
  demand(refused.status === 403, `A member's own quota was answered with ${refused.status}`);

  const administrator = await stage.visitor();
  const { page } = administrator;
  const rows = (visitor = administrator) =>
    visitor
      .get('audit-row')
      .evaluateAll((found) => found.map((row) => [row.dataset.action, row.innerText.replaceAll(/\s+/g, ' ')]));
  const only = (what, holds) =>
    until(what, async () => {
      const found = await rows();
      return found.length > 0 && found.every(holds) ? found : undefined;
    });

  await stage.step('what was done in a project is found by the name of the project', async () => {
    await administrator.signIn('admin', process.env.PANDO_ADMINISTRATOR_PASSWORD);
    await administrator.goto('/audit');
    await administrator.get('audit-row').first().waitFor();
    await page.getByRole('combobox', { name: 'Project' }).pressSequentially(name);
    await page.getByRole('option', { name: `Project ${name}` }).click();
    const found = await only(`only what was done in ${name}`, ([, text]) => text.includes(name));
    const actions = found.map(([action]) => action).join(', ');
    demand(actions === 'project.update, project.create', `It says that ${actions}`);
  });

  await stage.step('an entry tells what was there before, and what came of it', async () => {
    await page.getByRole('button', { name: /project\.update$/ }).click();
    await administrator.get('audit-changes').getByText(description).waitFor();
    await administrator.get('audit-entry').getByRole('link', { name, exact: true }).waitFor();
    await page.getByRole('button', { name: 'Close the entry' }).click();
    await administrator.get('audit-entry').waitFor({ state: 'detached' });
  });

  await stage.step('what is found is exported, and says the same', async () => {
    await administrator.get('audit-export').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'JSON lines' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const told = lines.map((line) => `${line.action} ${line.objectName} by ${line.actorName}`).join(', ');
    demand(
      told === `project.create ${name} by admin, project.update ${name} by ${stage.person.name}`,
      `The export says: ${told}`,
    );
  });

  await stage.step('what was refused is found by who tried it and by its outcome', async () => {
    await administrator.goto('/audit');
    const who = administrator.get('audit-who').locator('input');
    await who.fill(stage.person.name);
    await who.press('Enter');
    await page.getByRole('combobox', { name: 'Outcome' }).selectOption({ label: 'Refused' });
    const found = await only('only what was refused', ([, text]) => text.includes('Refused'));
    demand(
      found.some(([action, text]) => action === 'project.setQuota' && text.includes(stage.person.name)),
      `It has ${found.map(([, text]) => text).join(' | ')}`,
    );
  });

  await stage.step('the record is verified, and whole', async () => {
    await administrator.get('audit-verify').click();
    await administrator
      .get('audit-verdict')
      .getByText(/All \d+ entries are as they were written/)
      .waitFor();
  });

  await stage.step('an owner sees what happens in the project, but cannot have the record verified', async () => {
    const owner = await stage.member();
    await owner.goto(`/audit?project=${project.id}`);
    await owner.get('audit-row').first().waitFor();
    demand((await rows(owner)).length === 2, `They see ${JSON.stringify(await rows(owner))}`);
    demand((await owner.get('audit-verify').count()) === 0, 'They are offered to verify it');
  });

  await stage.administrator.call('DELETE', `/projects/${project.id}`);
});
