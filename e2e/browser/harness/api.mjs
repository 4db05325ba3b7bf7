import { randomUUID } from 'node:crypto';

/** Speaks the API as a person's programs do: a witness that has nothing of the page. */
export class Api {
  constructor(url, token) {
    this.url = url;
    this.token = token;
  }

  /** Sends a request and gives the answer, whatever its status. */
  async send(method, path, body) {
    return fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        'Idempotency-Key': randomUUID(),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  /** Sends a request that is to succeed, and gives what was answered. */
  async call(method, path, body) {
    const answer = await this.send(method, path, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  get(path) {
    return this.call('GET', path);
  }

  post(path, body) {
    return this.call('POST', path, body);
  }

  async machineNamed(name) {
    return (await this.get(`/machines?name=${encodeURIComponent(name)}`)).items[0];
  }

  /** Runs a script in a guest by its shell as root; gives what it printed, or undefined while the guest does not answer. */
  async shell(machine, script) {
    const answer = await this.send('POST', `/machines/${machine}/exec`, { command: ['/bin/sh', '-c', script] });
    if (!answer.ok) {
      await answer.body?.cancel();
      return undefined;
    }
    return (await answer.json()).output;
  }

  /** The text on a guest's first virtual terminal: what its screen shows. Undefined while the guest does not answer. */
  async screen(machine) {
    // The terminal's memory has no line breaks; each line is 80 columns wide in text mode.
    const text = await this.shell(machine, 'cat /dev/vcs1');
    return text?.replace(/.{80}/gs, (line) => `${line.trimEnd()}\n`);
  }

  /** Waits for a job's end, which must be a good one. */
  async done(id, atMost, until) {
    const ended = await until(
      `the end of job ${id}`,
      async () => {
        const job = await this.get(`/jobs/${id}`);
        return ['DONE', 'FAILED', 'CANCELLED'].includes(job.state) ? job : undefined;
      },
      atMost,
    );
    if (ended.state !== 'DONE') throw new Error(`Job ${id} is ${ended.state}: ${JSON.stringify(ended.problem)}`);
    return ended;
  }
}
