/** Everything without a mouse: from the sign-in form into the guest, and out of it again. */
import { onScreen, press } from '../harness/person.mjs';
import { demand, scenario, until } from '../harness/scenario.mjs';

await scenario('keyboard', async (stage) => {
  const { api, machine } = stage;
  const { name } = await api.get(`/machines/${machine}`);
  const visitor = await stage.visitor();
  const { page } = visitor;
  const focused = (what) => page.evaluate((selector) => document.activeElement?.matches(selector) === true, what);

  await stage.step('signs in', async () => {
    await visitor.goto('/sign-in');
    await until('the name to have the focus', () => focused('[data-testid=sign-in-name]'));
    await page.keyboard.type(stage.person.name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(stage.person.password);
    await page.keyboard.press('Enter');
    await visitor.get('account-menu').waitFor();
  });

  await stage.step('asks for help, and leaves it', async () => {
    await page.keyboard.press('?');
    await visitor.get('help').waitFor();
    await page.keyboard.press('Escape');
    await visitor.get('help').waitFor({ state: 'detached' });
  });

  await stage.step('searches with /', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('my machines');
    await page
      .getByRole('option', { name: /My machines/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await visitor.get('machine-row').first().waitFor();
    await page.keyboard.press('/');
    await until('the search field to have the focus', () => focused('input'));
    await page.keyboard.type('no-such-machine');
    await visitor.get('no-match').waitFor();
  });

  await stage.step('opens the machine by the palette', async () => {
    await page.keyboard.press('Control+k');
    await visitor.get('palette-input').waitFor();
    await page.keyboard.type(name);
    await page
      .getByRole('option', { name: new RegExp(`^${name}`) })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/machines/${machine}`));
    await visitor.connected();
  });

  await stage.step('goes into the console with the tab key, and types into the guest', async () => {
    const within = () => page.evaluate(() => document.activeElement?.closest('.pando-screen') !== null);
    for (let tabs = 0; !(await within()); tabs++) {
      demand(tabs < 60, 'The tab key does not lead to the console');
      await page.keyboard.press('Tab');
    }
    await onScreen(api, machine, /login:\s*$/);
    await press(page, 'by-keyboard');
    await onScreen(api, machine, /login: by-keyboard$/m);
    // Nobody is to be left at half a name.
    await page.keyboard.press('Control+u');
    await onScreen(api, machine, /login:\s*$/);
  });

  await stage.step('gets out again', async () => {
    await page.keyboard.press('Control+Alt+Shift');
    await until('the focus to be at the tools', () => focused('[data-testid=type-text]'));
    await page.keyboard.press('Enter');
    await visitor.get('type-text-input').waitFor();
    await page.keyboard.press('Escape');
    await visitor.get('type-text-input').waitFor({ state: 'detached' });
    await until('the focus to be back', () => focused('[data-testid=type-text]'));
  });
});
