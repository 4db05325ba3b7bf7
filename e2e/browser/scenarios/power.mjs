/** A console through everything that happens to its machine: the guest restarts, is stopped, started, suspended and resumed. */
import { logIn, onScreen, enter } from '../harness/person.mjs';
import { demand, GUEST, scenario, until } from '../harness/scenario.mjs';

await scenario('power', async (stage) => {
  const visitor = await stage.member();
  const { page } = visitor;
  const { machine, api } = stage;
  const account = { name: 'ada', password: stage.person.password };
  const boot = async () => (await api.shell(machine, 'cat /proc/sys/kernel/random/boot_id'))?.trim();
  const state = (wanted, atMost = GUEST) =>
    page.locator(`[data-testid=machine-state][data-state=${wanted}]`).first().waitFor({ timeout: atMost });
  const curtain = visitor.get('console-curtain');

  await visitor.context.addInitScript(() => {
    // So that the scenario can break a connection, as a network does.
    globalThis.__consoles = [];
    globalThis.WebSocket = new Proxy(WebSocket, {
      construct: (made, address) => {
        const socket = new made(...address);
        globalThis.__consoles.push(socket);
        return socket;
      },
    });
  });

  await stage.step('opens the console', async () => {
    await visitor.goto(`/machines/${machine}?tab=console`);
    await visitor.connected();
    await onScreen(api, machine, /login:\s*$/);
  });

  await stage.step('sends Ctrl-Alt-Del: the guest restarts, and the console is there again by itself', async () => {
    const before = await until('the guest to answer', boot, GUEST);
    await visitor.get('ctrl-alt-del').click();
    await until(
      'the guest to have restarted',
      async () => {
        const now = await boot();
        return now !== undefined && now !== before;
      },
      GUEST,
    );
    await visitor.connected();
    await logIn(visitor, api, machine, account);
    await enter(visitor, api, machine, 'clear; echo $((6*7))-again');
    await onScreen(api, machine, /^42-again$/m);
  });

  await stage.step('a connection that breaks is made again by itself', async () => {
    const connections = () => page.evaluate(() => globalThis.__consoles.length);
    const before = await connections();
    await page.evaluate(() => globalThis.__consoles.at(-1).close());
    await until('another connection', async () => (await connections()) > before);
    await visitor.connected();
  });

  await stage.step('stops the machine: a curtain says that it is off', async () => {
    await visitor.get('machine-stop').click();
    await state('STOPPED');
    await curtain.getByText('stage is off').waitFor();
    demand((await visitor.get('type-text').getAttribute('aria-disabled')) === 'true', 'Text can be typed into nothing');
  });

  await stage.step('starts it from the curtain: the console comes by itself', async () => {
    await visitor.get('console-start').click();
    await state('RUNNING');
    await visitor.connected('console-phase', GUEST);
    await curtain.waitFor({ state: 'detached' });
    await onScreen(api, machine, /login:\s*$/);
  });

  await stage.step('suspends it from the menu, and resumes it from the curtain', async () => {
    const before = await until('the guest to answer', boot, GUEST);
    await page.locator('[data-testid=machine-state][data-busy=false]').first().waitFor({ timeout: GUEST });
    await visitor.get('machine-actions').click();
    await visitor.get('action-suspend').click();
    await state('SUSPENDED');
    await curtain.getByText('stage is suspended').waitFor();
    await visitor.get('console-start').click();
    await state('RUNNING');
    await visitor.connected('console-phase', GUEST);
    const after = await until('the guest to answer', boot, GUEST);
    demand(after === before, 'The guest was started anew rather than resumed');
  });

  await stage.step('follows what somebody else does to the machine', async () => {
    await page.locator('[data-testid=machine-state][data-busy=false]').first().waitFor({ timeout: GUEST });
    await api.done((await api.post(`/machines/${machine}/stop`, { force: true })).id, GUEST, until);
    await curtain.getByText('stage is off').waitFor();
    await api.done((await api.post(`/machines/${machine}/start`)).id, GUEST, until);
    await visitor.connected('console-phase', GUEST);
    await onScreen(api, machine, /login:\s*$/);
  });
});
