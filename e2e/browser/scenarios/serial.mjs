/** The serial console: logging in, typing, and what the terminal of the page then shows. */
import { press } from '../harness/person.mjs';
import { demand, GUEST, scenario, until } from '../harness/scenario.mjs';

await scenario('serial', async (stage) => {
  const visitor = await stage.member();
  const { page } = visitor;
  const { machine } = stage;

  /** The text in the terminal, as it stands in the page. */
  const shown = async (of = page) => {
    const rows = await of.locator('[data-testid=serial-terminal] .xterm-rows > div').allTextContents();
    return rows
      .map((row) => row.replaceAll('\u00a0', ' ').trimEnd())
      .join('\n')
      .trimEnd();
  };
  const shows = (what, of = page) =>
    until(
      `${what} in the terminal`,
      async () => {
        const text = await shown(of);
        return what.test(text) && text;
      },
      GUEST,
    );

  await stage.step('opens the serial console', async () => {
    await visitor.goto(`/machines/${machine}?tab=serial`);
    await visitor.connected('serial-phase');
    await visitor.get('serial-terminal').click();
    // Whoever used the line before may have left something behind on it.
    await press(page, '\n');
    await shows(/login:$/);
  });

  await stage.step('logs in', async () => {
    await press(page, 'ada');
    await shows(/login: ada$/);
    await press(page, '\n');
    await shows(/Password:$/);
    await press(page, `${stage.person.password}\n`);
    await shows(/ada@\S+:~\$$/);
    demand(!(await shown()).includes(stage.person.password), 'The terminal shows the password');
  });

  await stage.step('types a command, and reads what the guest worked out', async () => {
    await press(page, 'clear; echo $((6*7))-pando | tee serial.txt\n');
    await shows(/^42-pando$/m);
    const written = await stage.api.shell(machine, 'cat /home/ada/serial.txt');
    demand(written === '42-pando\n', `The guest has written ${written}`);
  });

  await stage.step('interrupts a command with Ctrl-C', async () => {
    await press(page, 'cat\n');
    await until('the command to run', async () => (await stage.api.shell(machine, 'pidof cat'))?.trim());
    await page.keyboard.press('Control+c');
    await until('the command to end', async () => (await stage.api.shell(machine, 'pidof cat || true'))?.trim() === '');
  });

  await stage.step('sees in another window what came before', async () => {
    const other = await visitor.context.newPage();
    await other.goto(`${stage.url}/machines/${machine}/console?kind=serial`);
    await shows(/^42-pando$/m, other);
    // Both are there at the same time.
    await other.getByTestId('serial-terminal').click();
    await press(other, 'echo from-the-other-$((40+2))\n');
    await shows(/^from-the-other-42$/m);
    await other.close();
  });

  await stage.step('gets the keyboard back with Ctrl-Alt-Shift', async () => {
    await visitor.get('serial-terminal').click();
    await page.keyboard.press('Control+Alt+Shift');
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest('[data-testid=serial-terminal]') === null);
    await until('the focus to leave the terminal', focused);
    demand((await page.evaluate(() => document.activeElement?.tagName)) === 'BUTTON', 'The focus is nowhere');
  });

  await stage.step('logs out', async () => {
    await visitor.get('serial-terminal').click();
    await press(page, 'clear; exit\n');
    await shows(/login:$/);
  });
});
