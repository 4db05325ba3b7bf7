/** Going back in time on the page: what was done in the guest after a snapshot is as if it had never been. */
import { demand, GUEST, scenario, until } from '../harness/scenario.mjs';

await scenario('snapshots', async (stage) => {
  const { api, machine } = stage;
  const visitor = await stage.member();
  const { page } = visitor;
  const name = `kept ${process.pid}`;
  const row = visitor.get('snapshot-row').filter({ hasText: name });
  const usable = (testId) => row.locator(`[data-testid=${testId}]:not([aria-disabled=true])`);
  const write = (text) => api.shell(machine, `echo ${text} >/root/kept; sync; cat /root/kept`);
  const content = async () => (await api.shell(machine, 'cat /root/kept'))?.trim();
  const confirm = async (dialog) => {
    await page.locator(`[data-testid=${dialog}-confirm]:not([aria-disabled=true])`).click();
    await visitor.get(`${dialog}-confirm`).waitFor({ state: 'detached' });
  };

  await stage.step('a snapshot of a running machine is taken', async () => {
    await until('the guest to keep something', async () => (await write('before'))?.trim() === 'before', GUEST);
    await visitor.goto(`/machines/${machine}?tab=snapshots`);
    await visitor.get('take-snapshot').click();
    await page.locator('#take-name').fill(name);
    await confirm('take');
    await usable('revert').waitFor({ timeout: GUEST });
  });

  await stage.step('something is changed in the guest', async () => {
    demand((await write('after'))?.trim() === 'after', 'The guest kept nothing');
  });

  await stage.step('back to the snapshot: it is as it was before', async () => {
    await usable('revert').click();
    await confirm('revert');
    await until('the guest to be as it was', async () => (await content()) === 'before', GUEST);
    await row.getByText('Now', { exact: true }).waitFor();
  });

  await stage.step('deletion asks first, and leaves the machine as it is', async () => {
    await usable('delete-snapshot').click({ timeout: GUEST });
    await page.getByRole('dialog').getByText(`Delete the snapshot ${name}?`).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await usable('delete-snapshot').click();
    await confirm('delete-snapshot');
    await row.waitFor({ state: 'detached', timeout: GUEST });
    demand((await content()) === 'before', 'The guest is another one');
    await page.locator('[data-testid=machine-state][data-state=RUNNING][data-busy=false]').first().waitFor();
  });
});
