/** Who may open a console, and for how long: tried without the page, which would never do such things. */
import { Api } from '../harness/api.mjs';
import { openConsole, ticketFor } from '../harness/rawConsole.mjs';
import { demand, scenario } from '../harness/scenario.mjs';

/** A right that was withdrawn ends what is open within so many milliseconds. */
const within = 5_000;

/** Speaks the API with the cookies of a browser's session. */
class Session extends Api {
  constructor(url, cookies) {
    super(url);
    this.cookies = cookies;
  }

  send(method, path, body) {
    const value = (name) => this.cookies.find((cookie) => cookie.name === name)?.value;
    return fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        Cookie: this.cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join('; '),
        'X-XSRF-TOKEN': value('XSRF-TOKEN'),
        'Content-Type': 'application/json',
      },
      body: JSON.stringify(body),
    });
  }
}

await scenario('rights', async (stage) => {
  const { api, machine, url } = stage;
  const ours = { origin: url };
  const fresh = (kind) => ticketFor(api, machine, kind);
  const refused = async (what, ticket, options) => {
    const answer = await openConsole(url, ticket, options);
    answer.close?.();
    demand(answer.status === 403, `${what} was answered with ${answer.status ?? 'an open console'}`);
  };
  /** Ends a right, and waits for the console to end as well. */
  const ended = async (what, console, withdraw) => {
    const began = Date.now();
    await withdraw();
    const code = await Promise.race([
      console.closed,
      new Promise((resolve) => setTimeout(resolve, within, 'not at all')),
    ]);
    demand(code === 4001, `${what}: the console ended ${code}`);
    console.socket.terminate();
    return Date.now() - began;
  };

  await stage.step('a ticket opens the console that it is for, from the page itself', async () => {
    for (const kind of ['SCREEN', 'SERIAL']) {
      const console = await openConsole(url, await fresh(kind), ours);
      demand(console.protocol === 'binary', `${kind}: the server chose ${console.protocol ?? console.status}`);
      console.close();
    }
  });

  await stage.step('other web sites, and those that do not say where they come from, open none', async () => {
    await refused('No origin', await fresh(), {});
    for (const origin of [
      'https://evil.example',
      'null',
      `${url}.evil.example`,
      url.replace(/\d+$/, '1'),
      'http://localhost:1',
    ])
      await refused(`Origin ${origin}`, await fresh(), { origin });
  });

  await stage.step('a ticket holds once', async () => {
    const ticket = await fresh();
    (await openConsole(url, ticket, ours)).close();
    await refused('A used ticket', ticket, ours);
    const shown = await fresh();
    const other = shown.path.replace('screen', 'serial');
    demand(other !== shown.path, `Nothing to replace in ${shown.path}`);
    await refused('A ticket for the screen at the serial console', shown, { ...ours, path: other });
    await refused('A ticket that was shown in the wrong place', shown, ours);
  });

  await stage.step('what is no ticket opens nothing', async () => {
    const ticket = await fresh();
    const made = `${ticket.protocol.slice(0, -4)}AAAA`;
    await refused('A ticket made up', ticket, { ...ours, protocols: ['binary', made] });
    await refused('No ticket', ticket, { ...ours, protocols: ['binary'] });
    await refused('Two tickets', ticket, { ...ours, protocols: ['binary', ticket.protocol, (await fresh()).protocol] });
  });

  const other = new Api(url, process.env.PANDO_OTHER_TOKEN);
  await stage.step('somebody else gets no ticket, and cannot use one that was found', async () => {
    const answer = await other.send('POST', `/machines/${machine}/console-tickets`, { kind: 'SCREEN' });
    demand(answer.status === 404, `A ticket for a foreign machine was answered with ${answer.status}`);
    await refused('A found ticket', await fresh(), { ...ours, headers: { Authorization: `Bearer ${other.token}` } });
  });

  await stage.step('a token that is revoked ends its consoles', async () => {
    const token = await api.post('/tokens', { name: `revoked-${process.pid}` });
    const withToken = new Api(url, token.secret);
    const console = await openConsole(url, await ticketFor(withToken, machine), ours);
    const unused = await ticketFor(withToken, machine);
    await ended('Token revoked', console, () => api.call('DELETE', `/tokens/${token.token.id}`));
    await refused('A ticket of a revoked token', unused, ours);
  });

  await stage.step('signing out ends the consoles of the session', async () => {
    const visitor = await stage.member();
    await visitor.goto(`/machines/${machine}?tab=serial`);
    await visitor.connected('serial-phase');
    const session = new Session(url, await visitor.context.cookies());
    const console = await openConsole(url, await ticketFor(session, machine), ours);
    await ended('Signed out', console, async () => {
      await visitor.get('account-menu').click();
      await visitor.get('sign-out').click();
      await visitor.get('sign-in-form').waitFor();
    });
  });
});
