/** Every page and every dialog, in both themes, as axe sees them. */
import { faults } from '../harness/axe.mjs';
import { demand, scenario } from '../harness/scenario.mjs';

await scenario('accessibility', async (stage) => {
  const { machine } = stage;
  const { name } = await stage.api.get(`/machines/${machine}`);
  const [job] = (await stage.api.get(`/jobs?subject=${machine}`)).items;
  const { id: image } = await stage.api.get(`/images/${stage.image}`);
  const found = [];

  const stranger = await stage.visitor();
  const administrator = await stage.visitor();
  await administrator.signIn('admin', process.env.PANDO_ADMINISTRATOR_PASSWORD);
  const member = await stage.member();

  const at = (path, ready) => async (visitor) => {
    await visitor.goto(path);
    await visitor.get(ready).first().waitFor();
  };
  const tab = (which, ready) => at(`/machines/${machine}?tab=${which}`, ready);
  const field = (visitor, id, value) => visitor.page.locator(`#${id}`).fill(value);

  const views = [
    [stranger, 'sign-in', at('/sign-in', 'sign-in-form')],
    [
      stranger,
      'sign-in refused',
      async (visitor) => {
        await visitor.get('sign-in-name').fill('nobody');
        await visitor.get('sign-in-password').fill('wrong');
        await visitor.get('sign-in-submit').click();
        await visitor.get('problem').waitFor();
      },
    ],
    [member, 'home', at('/', 'machine-tile')],
    [
      member,
      'account menu',
      async (visitor) => {
        await visitor.get('account-menu').click();
        await visitor.get('sign-out').waitFor();
      },
    ],
    [
      member,
      'help',
      async (visitor) => {
        await visitor.page.keyboard.press('Escape');
        await visitor.page.keyboard.press('?');
        await visitor.get('help').waitFor();
      },
    ],
    [
      member,
      'palette',
      async (visitor) => {
        await visitor.page.keyboard.press('Escape');
        await visitor.page.keyboard.press('Control+k');
        await visitor.get('palette-input').fill(name);
        await visitor.page.getByRole('option', { name: new RegExp(`Stop ${name}`) }).waitFor();
      },
    ],
    [
      member,
      'jobs drawer',
      async (visitor) => {
        await visitor.page.keyboard.press('Escape');
        await visitor.get('jobs-badge').click();
        await visitor.get('jobs-drawer').waitFor();
      },
    ],
    [
      member,
      'images',
      async (visitor) => {
        await visitor.get('jobs-badge').click();
        await at('/images', 'image-card')(visitor);
      },
    ],
    [member, 'images, none matches', at('/images?query=nothing', 'no-match')],
    [
      member,
      'image',
      (visitor) =>
        visitor.goto(`/images/${image}`).then(() => visitor.page.getByText('Identity of the master').waitFor()),
    ],
    [member, 'new machine', at('/machines/new', 'plan-panel')],
    [
      member,
      'new machine with a plan',
      async (visitor) => {
        await at(`/machines/new?image=${stage.image}`, 'plan-panel')(visitor);
        await field(visitor, 'name', 'planned');
        await visitor.get('plan').waitFor();
      },
    ],
    [
      member,
      'new machine with faults',
      async (visitor) => {
        await field(visitor, 'name', name);
        await field(visitor, 'memoryMiB', '999999');
        await visitor.get('plan-faults').waitFor();
      },
    ],
    [member, 'machines', at('/machines', 'machine-row')],
    [
      member,
      'machines, menu',
      async (visitor) => {
        await visitor.page.getByLabel(`Actions for ${name}`).click();
        await visitor.get('action-delete').waitFor();
      },
    ],
    [
      member,
      'machines, deleting what is selected',
      async (visitor) => {
        await at('/machines', 'machine-row')(visitor);
        await visitor.page.getByLabel(`Select ${name}`).check();
        await visitor.get('bulk-delete').click();
        await visitor.page.getByRole('dialog').waitFor();
      },
    ],
    [member, 'machines, none matches', at('/machines?query=nothing', 'no-match')],
    [
      member,
      'machine, console',
      async (visitor) => {
        await tab('console', 'console')(visitor);
        await visitor.connected();
      },
    ],
    [
      member,
      'machine, typing a text',
      async (visitor) => {
        await visitor.get('type-text').click();
        await visitor.get('type-text-input').fill('echo ü');
      },
    ],
    [
      member,
      'machine, serial console',
      async (visitor) => {
        await tab('serial', 'serial')(visitor);
        await visitor.connected('serial-phase');
      },
    ],
    [member, 'machine, timeline', tab('timeline', 'job-steps')],
    [member, 'machine, hardware', tab('hardware', 'hardware')],
    [member, 'machine, snapshots', tab('snapshots', 'take-snapshot')],
    [member, 'machine, identity', tab('identity', 'certificate-verdict')],
    [
      member,
      'machine, details',
      (visitor) => tab('details', 'machine-actions')(visitor).then(() => visitor.page.getByText('UUID').waitFor()),
    ],
    [
      member,
      'machine, deleting',
      async (visitor) => {
        await visitor.get('machine-actions').click();
        await visitor.get('action-delete').click();
        await visitor.get('confirm-delete').waitFor();
      },
    ],
    [
      member,
      'console in a window of its own',
      async (visitor) => {
        await visitor.goto(`/machines/${machine}/console`);
        await visitor.connected();
      },
    ],
    [
      member,
      'machines, choosing a project',
      async (visitor) => {
        await at('/machines', 'machine-row')(visitor);
        await visitor.page.getByRole('combobox', { name: 'Project' }).press('ArrowDown');
        await visitor.page.getByRole('option', { name: 'All that I see' }).waitFor();
      },
    ],
    [member, 'jobs', at('/jobs', 'job-row')],
    [member, 'job', at(`/jobs/${job.id}`, 'job-steps')],
    [member, 'host', at('/hosts', 'acceleration')],
    [member, 'projects', at('/projects', 'project-row')],
    [member, 'project', at(`/projects/${stage.person.name}`, 'member-row')],
    [member, 'account', at('/account', 'session-row')],
    [member, 'audit', at('/audit', 'audit-row')],
    [member, 'tokens', at('/tokens', 'token-row')],
    [
      member,
      'new token',
      async (visitor) => {
        await at('/tokens?dialog=create', 'token-form')(visitor);
        await field(visitor, 'token-name', `axe-${process.pid}`);
      },
    ],
    [
      member,
      'secret of a token',
      async (visitor) => {
        await visitor.page.getByRole('button', { name: 'Create', exact: true }).click();
        await visitor.get('token-secret').waitFor();
      },
    ],
    [member, 'not found', at('/nowhere', 'not-found')],
    [
      administrator,
      'import',
      async (visitor) => {
        await at('/images?dialog=import', 'import-form')(visitor);
        await visitor.page.locator('#import-source-host').click();
        await field(visitor, 'import-path', process.env.PANDO_IMAGE_FILE);
        await field(visitor, 'import-name', 'planned');
        await visitor.get('plan').waitFor();
      },
    ],
    [administrator, "everybody's machines", at('/machines?owner=all', 'machine-row')],
    [
      administrator,
      'audit, an entry',
      async (visitor) => {
        await at('/audit', 'audit-row')(visitor);
        await visitor.get('audit-row').first().getByRole('button').click();
        await visitor.get('audit-entry').waitFor();
      },
    ],
    [administrator, 'new project', at('/projects?dialog=create', 'project-form')],
    [administrator, 'people', at('/people', 'user-row')],
    [administrator, 'new person', at('/people?dialog=create', 'user-form')],
  ];

  for (const [visitor, view, visit] of views) {
    await stage.step(view, async () => {
      await visit(visitor);
      found.push(...(await faults(visitor.page, view)));
    });
  }
  demand(found.length === 0, `axe finds fault:\n${found.join('\n')}`);
});
