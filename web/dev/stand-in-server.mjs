/**
 * A stand-in for Pando's server, for work on the page only: the HTTP API with made-up machines. Serves dist/ too when it is
 * started with --dist, with the Content-Security-Policy of the product.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import { screen, serial } from './stand-in/consoles.mjs';
import { changes, media } from './stand-in/hardware.mjs';
import * as world from './stand-in/installation.mjs';
import { png } from './stand-in/picture.mjs';
import { imagePlan, machinePlan } from './stand-in/plans.mjs';

const port = Number(process.env.PORT ?? 8081);
const dist = new URL('../dist/', import.meta.url).pathname;
const withDist = process.argv.includes('--dist');
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; " +
  "img-src 'self' data: blob:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

world.furnish();
const factor = { enabled: false, recoveryCodesLeft: 0 };
const recoveryCodes = { codes: Array.from({ length: 10 }, (_, index) => `abcd${index}-efgh${index}`) };
const handOver = () => ({
  code: 'BCDF-GHJK',
  computer: 'pando on laptop',
  address: '192.0.2.7',
  createdAt: new Date(Date.now() - 20_000).toISOString(),
  expiresAt: new Date(Date.now() + 580_000).toISOString(),
});
const sessions = new Map();
const tickets = new Map();
const answered = new Map();
const uploads = new Map();

class Refused extends Error {
  constructor(status, code, title, detail, help, faults = []) {
    super(detail);
    this.status = status;
    this.problem = { type: `urn:pando:problem:${code}`, title, status, detail, help, faults };
  }
}
const notFound = (what) => new Refused(404, 'not-found', 'Not found', `There is no such ${what}.`);

const cookies = (request) =>
  Object.fromEntries((request.headers.cookie ?? '').split(/; */).map((each) => each.split('=')));
const session = (request) => sessions.get(cookies(request).pando_session);

async function bodyOf(request) {
  if (request.headers['content-type'] === 'application/octet-stream') {
    let length = 0;
    for await (const part of request) length += part.length;
    // Slow enough for its progress to be looked at.
    await new Promise((resolve) => setTimeout(resolve, 400));
    return { length };
  }
  let text = '';
  for await (const part of request) text += part;
  return text === '' ? undefined : JSON.parse(text);
}

function page(items, query) {
  const limit = Number(query.get('limit') ?? 25);
  const offset = Number(query.get('offset') ?? 0);
  return { items: items.slice(offset, offset + limit), total: items.length, limit, offset };
}

function uploadOf(id) {
  const upload = uploads.get(id);
  if (!upload) throw notFound('upload');
  return upload;
}

const matches = (text, query) => !query || text.includes(query.toLowerCase());

function machineList(query, user) {
  const states = query.getAll('state');
  const sort = query.get('sort') ?? '-createdAt';
  const column = sort.replace('-', '');
  const direction = sort.startsWith('-') ? -1 : 1;
  return [...world.machines.values()]
    .filter((each) => query.get('owner') === 'all' || query.get('project') || each.owner.id === user.id)
    .filter((each) => !query.get('project') || each.project.id === query.get('project'))
    .filter((each) => matches(each.name, query.get('query')) && (!query.get('name') || each.name === query.get('name')))
    .filter((each) => states.length === 0 || states.includes(each.state))
    .filter((each) => query.getAll('label').every((label) => each.labels.includes(label)))
    .filter((each) => !query.get('image') || [each.imageId, each.image].includes(query.get('image')))
    .sort((one, other) => direction * String(one[column]).localeCompare(String(other[column])))
    .map(world.shown);
}

/** Carries work out, or says what it would do. A key that was used gives the same answer again. */
function work(context, plan, begin) {
  if (context.query.get('dryRun') === 'true') return [200, plan];
  if (plan && !plan.feasible)
    throw new Refused(
      422,
      'invalid-request',
      'The request is not valid',
      plan.faults[0].message,
      plan.faults[0].help,
      plan.faults,
    );
  const key = context.request.headers['idempotency-key'];
  if (key && answered.has(key)) return [202, world.full(answered.get(key))];
  const job = begin();
  if (key) answered.set(key, job);
  return [202, world.full(job)];
}

const machineOf = (id) =>
  world.machines.get(id) ??
  (() => {
    throw notFound('machine');
  })();
const imageOf = (id) =>
  [...world.images.values()].find((each) => [each.id, each.name].includes(id)) ??
  (() => {
    throw notFound('image');
  })();
const jobOf = (id) =>
  world.jobs.get(Number(id)) ??
  (() => {
    throw notFound('job');
  })();

const projectOf = (id) =>
  world.projects.get(id) ??
  (() => {
    throw notFound('project');
  })();
const membersOf = (id) => (projectOf(id).kind === 'TEAM' ? world.members : world.members.slice(0, 1));
const projectList = (query) =>
  [...world.projects.values()]
    .filter((each) => matches(each.name, query.get('query')))
    .sort((one, other) => other.kind.localeCompare(one.kind) || one.name.localeCompare(other.name));

const wrongCode = () =>
  new Refused(
    422,
    'invalid-request',
    'The request is not valid',
    'The code is wrong, or was used already.',
    undefined,
    [{ field: 'code', message: 'The code is wrong, or was used already.', help: 'Wait for the next code of the app.' }],
  );

const routes = [
  ['GET', '/sessions', (context) => [200, page(sessionsShown(), context.query)]],
  ['DELETE', '/sessions/:id', () => [204]],
  ['DELETE', '/sessions', () => (sessions.clear(), [204])],
  ['GET', '/second-factor', () => [200, factor]],
  [
    'POST',
    '/second-factor',
    () => [
      201,
      {
        secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
        uri: 'otpauth://totp/Pando%20pando:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Pando%20pando&digits=6&period=30',
      },
    ],
  ],
  [
    'POST',
    '/second-factor/confirmation',
    ({ body }) => {
      if (body.code === '000000') throw wrongCode();
      Object.assign(factor, { enabled: true, since: new Date().toISOString(), recoveryCodesLeft: 10 });
      return [200, recoveryCodes];
    },
  ],
  ['POST', '/second-factor/recovery-codes', () => [200, recoveryCodes]],
  ['POST', '/second-factor/removal', () => (Object.assign(factor, { enabled: false, recoveryCodesLeft: 0 }), [204])],
  ['DELETE', '/users/:id/second-factor', () => [204]],
  ['DELETE', '/users/:id/sessions', () => [204]],
  [
    'GET',
    '/hand-overs/:id',
    ({ id }) => {
      if (id !== 'BCDF-GHJK') throw notFound('computer');
      return [200, handOver()];
    },
  ],
  ['POST', '/hand-overs/:id/approval', () => [204]],
  ['GET', '/audit', (context) => [200, page(auditShown(context.query), context.query)]],
  [
    'GET',
    '/audit/verification',
    () => [
      200,
      { intact: true, records: entries.length, head: { seq: entries.length, hash: 'ab'.repeat(32), at: now() } },
    ],
  ],
  ['GET', '/audit/:id', ({ id }) => [200, entries.find((each) => each.seq === Number(id)) ?? notFoundEntry()]],
  ['GET', '/tokens', (context) => [200, page([...world.tokens.values()], context.query)]],
  [
    'POST',
    '/tokens',
    async ({ body }) => {
      const token = {
        id: randomUUID(),
        name: body.name,
        createdAt: new Date().toISOString(),
        expiresAt: new Date(Date.now() + (body.lifetimeSeconds ?? 7_776_000) * 1000).toISOString(),
        rights: body.rights ?? ['READ'],
      };
      world.tokens.set(token.id, token);
      return [201, { token, secret: `pando_${randomBytes(24).toString('base64url')}` }];
    },
  ],
  ['DELETE', '/tokens/:id', ({ id }) => (world.tokens.delete(id), [204])],
  [
    'GET',
    '/users',
    (context) => {
      const { query } = context;
      const named = ({ name, displayName }) => `${name} ${displayName}`.toLowerCase();
      return [
        200,
        page(
          world.users.filter((each) => matches(named(each), query.get('query'))),
          query,
        ),
      ];
    },
  ],
  [
    'POST',
    '/users',
    ({ body }) => {
      if (body.password.length < 8)
        throw new Refused(422, 'invalid-request', 'The request is not valid', 'The password is too short.', undefined, [
          { field: 'password', message: 'The password is too short.', help: 'Take at least 8 characters.' },
        ]);
      const user = {
        id: randomUUID(),
        displayName: body.name,
        role: 'MEMBER',
        ...body,
        password: undefined,
        createdAt: new Date().toISOString(),
      };
      world.users.push(user);
      return [201, user];
    },
  ],
  ['PUT', '/users/:id/password', () => [204]],
  ['PUT', '/users/:id', ({ id, body }) => [200, Object.assign(world.users.find((each) => each.id === id) ?? {}, body)]],
  [
    'DELETE',
    '/users/:id',
    ({ id }) => {
      const user = world.users.find((each) => each.id === id);
      throw new Refused(
        409,
        'in-use',
        'Still in use',
        `${user.displayName} still has: the machine lab, the project web-team as its only owner.`,
        'Delete these, or give the projects another owner. To only keep the person out, disable the account.',
      );
    },
  ],
  ['GET', '/projects', (context) => [200, page(projectList(context.query), context.query)]],
  [
    'POST',
    '/projects',
    ({ body }) => {
      const project = { ...world.projects.get('p1'), description: '', ...body, id: randomUUID(), members: 1 };
      world.projects.set(project.id, project);
      return [201, project];
    },
  ],
  ['GET', '/projects/:id', ({ id }) => [200, projectOf(id)]],
  ['GET', '/projects/:id/members', (context) => [200, page(membersOf(context.id), context.query)]],
  ['GET', '/projects/:id/invitations', (context) => [200, page(world.invitations, context.query)]],
  [
    'POST',
    '/projects/:id/invitations',
    ({ id, body, user }) => [
      201,
      {
        invitation: { ...world.invitations[0], id: randomUUID(), invitedBy: user, project: projectOf(id) },
        secret: body.user ? undefined : randomBytes(32).toString('base64url'),
      },
    ],
  ],
  ['PUT', '/projects/:id/quota', ({ id, body }) => [200, Object.assign(projectOf(id).quota, { limits: body })]],
  ['GET', '/invitations', (context) => [200, page(world.ownInvitations, context.query)]],
  ['POST', '/invitations/:id/accept', () => (world.ownInvitations.pop(), [200, { id: 'p3', name: 'compilers' }])],
  ['POST', '/invitations/:id/decline', () => (world.ownInvitations.pop(), [204])],
  ['GET', '/hosts', (context) => [200, page([world.host], context.query)]],
  [
    'GET',
    '/hosts/:id/history',
    ({ id }) => [
      200,
      {
        hostId: id,
        tickSeconds: 5,
        samples: Array.from({ length: 120 }, (_, index) => ({
          at: new Date(Date.now() - (120 - index) * 5000).toISOString(),
          loadPercent: 40 + 30 * Math.sin(index / 9),
          memoryPercent: 55 + index / 20,
          poolPercent: 22,
          running: 3,
        })),
      },
    ],
  ],
  [
    'GET',
    '/machines/:id/placement',
    () => [404, { type: 'about:blank', title: 'Not found', status: 404, detail: 'None.' }],
  ],
  ['PATCH', '/hosts/:id', ({ body }) => [200, Object.assign(world.host, { labels: body.labels })]],
  ['POST', '/hosts/:id/drain', () => [200, Object.assign(world.host, { drained: true })]],
  ['POST', '/hosts/:id/undrain', () => [200, Object.assign(world.host, { drained: false })]],
  ['POST', '/hosts/:id/probe', (context) => work(context, undefined, () => world.probe(context.user))],
  ['GET', '/uploads', (context) => [200, page([...uploads.values()], context.query)]],
  [
    'POST',
    '/uploads',
    ({ body }) => {
      const now = Date.now();
      const upload = {
        id: randomUUID(),
        ...body,
        received: 0,
        createdAt: new Date(now).toISOString(),
        expiresAt: new Date(now + 86_400_000).toISOString(),
      };
      uploads.set(upload.id, upload);
      return [201, upload];
    },
  ],
  ['GET', '/uploads/:id', ({ id }) => [200, uploadOf(id)]],
  [
    'PATCH',
    '/uploads/:id',
    ({ id, body }) => {
      uploadOf(id).received += body.length;
      return [200, uploadOf(id)];
    },
  ],
  [
    'DELETE',
    '/uploads/:id',
    ({ id }) => {
      uploads.delete(id);
      return [204];
    },
  ],
  [
    'GET',
    '/images',
    (context) => {
      const { query } = context;
      const found = [...world.images.values()].filter(
        (each) => matches(each.name, query.get('query')) && (!query.get('state') || each.state === query.get('state')),
      );
      return [200, page(found, query)];
    },
  ],
  ['GET', '/images/:id', ({ id }) => [200, imageOf(id)]],
  [
    'POST',
    '/images',
    (context) => {
      const plan = imagePlan(context.body);
      return work(context, plan, () => world.importImage(context.body, context.user, plan));
    },
  ],
  [
    'DELETE',
    '/images/:id',
    (context) => work(context, undefined, () => world.deleteImage(imageOf(context.id), context.user)),
  ],
  ['GET', '/machines', (context) => [200, page(machineList(context.query, context.user), context.query)]],
  [
    'POST',
    '/machines',
    (context) => {
      const plan = machinePlan(context.body, context.user);
      const image = [...world.images.values()].find((each) => [each.id, each.name].includes(context.body.image));
      return work(context, plan, () => world.createMachine(context.body, image, context.user, plan));
    },
  ],
  [
    'GET',
    '/machines/labels',
    ({ query }) => {
      const labels = [...world.machines.values()].flatMap((each) => each.labels);
      const counted = [...new Set(labels)].sort().map((label) => ({
        label,
        machines: labels.filter((each) => each === label).length,
      }));
      return [200, page(counted, query)];
    },
  ],
  [
    'PUT',
    '/machines/:id/labels',
    ({ id, body }) => [200, world.shown(Object.assign(machineOf(id), { labels: body.labels.toSorted() }))],
  ],
  [
    'PUT',
    '/machines/:id/lifetime',
    ({ id, body }) => [
      200,
      world.shown(Object.assign(machineOf(id), { expiresAt: body.expiresAt, remindAt: body.expiresAt })),
    ],
  ],
  ['GET', '/machines/:id', ({ id }) => [200, world.shown(machineOf(id))]],
  [
    'DELETE',
    '/machines/:id',
    (context) => work(context, undefined, () => world.command(machineOf(context.id), 'delete', context.user)),
  ],
  ...['start', 'stop', 'restart', 'suspend', 'resume'].map((name) => [
    'POST',
    `/machines/:id/${name}`,
    (context) => {
      const machine = machineOf(context.id);
      const action = world.shown(machine).actions.find((each) => each.name === name);
      if (!action.allowed && !context.body?.force)
        throw new Refused(409, 'wrong-state', 'Not possible in the present state', action.reason);
      return work(context, undefined, () => world.command(machine, name, context.user));
    },
  ]),
  ['GET', '/media', (context) => [200, page(media, context.query)]],
  ['GET', '/machines/:id/snapshots', (context) => [200, page(machineOf(context.id).snapshots, context.query)]],
  ...[
    ['POST', 'rename'],
    ['POST', 'resize'],
    ['POST', 'disks'],
    ['DELETE', 'disks', '/:part'],
    ['POST', 'nics'],
    ['DELETE', 'nics', '/:part'],
    ['PUT', 'nics', '/:part/cable'],
    ['PUT', 'cd'],
    ['DELETE', 'cd'],
    ['PUT', 'boot'],
    ['POST', 'snapshots'],
    ['DELETE', 'snapshots', '/:part'],
    ['POST', 'revert', '/:part/revert', 'snapshots'],
  ].map(([method, name, rest = '', folder = name]) => [
    method,
    `/machines/:id/${folder}${rest}`,
    (context) => {
      const machine = machineOf(context.id);
      const [kind, title, plan, change] = changes[`${method} ${name}`](machine, context.body ?? {}, context.part);
      return work(context, plan, () => world.alter(machine, kind, title, context.user, plan, change));
    },
  ]),
  [
    'GET',
    '/machines/:id/certificate',
    ({ id }) => {
      const machine = machineOf(id);
      if (['PROVISIONING', 'FAILED'].includes(machine.state)) throw notFound('certificate');
      return [200, world.certificateOf(machine)];
    },
  ],
  [
    'GET',
    '/machines/:id/screen',
    ({ id }) => {
      const machine = machineOf(id);
      if (!machine.screenAt) throw notFound('picture');
      return [200, png(machine.name, machine.typed), 'image/png'];
    },
  ],
  ['GET', '/machines/:id/keys', ({ id }) => [200, machineOf(id).keys]],
  [
    'POST',
    '/machines/:id/drop-consoles',
    ({ id }) => {
      for (const socket of machineOf(id).sockets) socket.terminate();
      return [204];
    },
  ],
  [
    'POST',
    '/machines/:id/console-tickets',
    ({ id, body }) => {
      const machine = machineOf(id);
      if (machine.state !== 'RUNNING')
        throw new Refused(409, 'wrong-state', 'Not possible in the present state', `${machine.name} is not running.`);
      const protocol = `pando.${randomBytes(32).toString('base64url')}`;
      tickets.set(protocol, { machine, kind: body.kind });
      return [
        201,
        {
          kind: body.kind,
          path: `/api/v1/consoles/${id}`,
          protocol,
          expiresAt: new Date(Date.now() + 30_000).toISOString(),
        },
      ];
    },
  ],
  [
    'GET',
    '/jobs',
    (context) => {
      const { query, user } = context;
      const states = query.getAll('state');
      const found = [...world.jobs.values()]
        .filter((each) => query.get('owner') === 'all' || each.owner.id === user.id)
        .filter((each) => states.length === 0 || states.includes(each.state))
        .filter((each) => !query.get('subject') || each.subject?.id === query.get('subject'))
        .sort((one, other) => other.id - one.id);
      return [200, page(found.map(world.listed), query)];
    },
  ],
  ['GET', '/jobs/:id', ({ id }) => [200, world.full(jobOf(id))]],
  [
    'POST',
    '/jobs/:id/cancel',
    ({ id }) => {
      const job = jobOf(id);
      job.cancelRequested = true;
      return [202, world.full(job)];
    },
  ],
  [
    'POST',
    '/jobs/:id/retry',
    (context) => {
      const job = jobOf(context.id);
      const machine = world.machines.get(job.subject?.id);
      return [202, world.full(world.command(machine, 'start', context.user))];
    },
  ],
];

const now = () => new Date().toISOString();
const notFoundEntry = () => {
  throw notFound('entry');
};

function sessionsShown() {
  const agents = [
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1',
  ];
  return agents.map((userAgent, index) => ({
    id: `s${index}`,
    createdAt: new Date(Date.now() - (index * 26 + 1) * 3_600_000).toISOString(),
    lastUsedAt: new Date(Date.now() - index * 7_200_000).toISOString(),
    expiresAt: new Date(Date.now() + 8 * 3_600_000).toISOString(),
    address: index === 0 ? '192.0.2.7' : '2001:db8::17',
    userAgent,
    current: index === 0,
  }));
}

const entries = [
  ['session.signIn', 'ACCEPTED', 'ada', 'user', 'ada'],
  ['machine.create', 'ACCEPTED', 'ada', 'machine', 'web1'],
  ['machine.create', 'DONE', 'ada', 'machine', 'web1'],
  ['session.signIn', 'REFUSED', undefined, 'user', 'grace'],
  ['user.create', 'REFUSED', 'grace', undefined, undefined],
  ['machine.stop', 'ACCEPTED', 'ada', 'machine', 'database'],
  ['request', 'REFUSED', undefined, undefined, undefined],
  ['token.delete', 'ACCEPTED', 'ada', 'token', 'laptop'],
].map(([action, outcome, actorName, objectType, objectName], index) => ({
  seq: index + 1,
  at: new Date(Date.now() - (8 - index) * 1_234_567).toISOString(),
  action,
  outcome,
  actorName,
  actorId: actorName,
  credentialKind: actorName && 'session',
  address: '192.0.2.7',
  objectType,
  objectName,
  objectId: objectName && `id-of-${objectName}`,
  projectId: { web1: 'p1', database: 'u1' }[objectName],
  route: 'POST /api/v1/machines/{id}/stop',
  requestId: '0b7a6c1e-58d4-4f0e-9a55-6a6b0c1f1f11',
  jobId: action.startsWith('machine') ? 1 : undefined,
  repeats: action === 'request' ? 1204 : 1,
  detail: outcome === 'REFUSED' ? 'Only administrators may do this.' : undefined,
  asked: action === 'machine.stop' ? '{"force":true}' : undefined,
  before: action === 'machine.stop' ? '{"state":"RUNNING","name":"database"}' : undefined,
  after: action === 'machine.stop' ? '{"state":"STOPPED","name":"database"}' : undefined,
  previousHash: 'cd'.repeat(32),
  hash: 'ab'.repeat(32),
}));

function auditShown(query) {
  return entries
    .filter((each) => !query.get('actor') || each.actorName === query.get('actor'))
    .filter((each) => !query.get('project') || each.projectId === query.get('project'))
    .filter((each) => !query.get('object') || each.objectName === query.get('object'))
    .filter((each) => !query.get('outcome') || each.outcome === query.get('outcome'))
    .filter((each) => !query.get('action') || each.action.startsWith(query.get('action')))
    .reverse();
}

function routeOf(method, path) {
  for (const [routeMethod, pattern, handle] of routes) {
    const found = new RegExp(`^${pattern.replace(/:([a-z]+)/g, '(?<$1>[^/]+)')}$`).exec(path);
    if (found && routeMethod === method) return { handle, ...found.groups };
  }
  return undefined;
}

function events(request, response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  let number = 0;
  response.write('event: hello\ndata: {}\n\n');
  const stop = world.listen((event) =>
    response.write(`id: ${++number}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
  );
  const alive = setInterval(() => response.write(': alive\n\n'), 15_000);
  request.on('close', () => {
    stop();
    clearInterval(alive);
  });
}

function send(response, status, body, type = 'application/json') {
  const headers = { 'Cache-Control': 'no-store' };
  if (body === undefined) return response.writeHead(status, headers).end();
  response
    .writeHead(status, { ...headers, 'Content-Type': type })
    .end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
}

async function api(request, response, url) {
  const path = url.pathname.replace('/api/v1', '');
  const jar = cookies(request);
  if (jar['XSRF-TOKEN'] === undefined)
    response.setHeader('Set-Cookie', `XSRF-TOKEN=${randomUUID()}; Path=/; SameSite=Strict`);
  else if (request.method !== 'GET' && request.headers['x-xsrf-token'] !== jar['XSRF-TOKEN']) {
    throw new Refused(403, 'forbidden', 'Not allowed', 'The request did not come from the page.');
  }
  if (path === '/about') return send(response, 200, { product: 'Pando', version: '0.1.0', api: 'v1' });
  const body = request.method === 'GET' ? undefined : await bodyOf(request);
  if (path === '/sign-in')
    return send(response, 200, [{ name: 'corp', label: 'The company', path: '/api/v1/sign-in/corp' }]);
  if (path === '/session/second-factor' && request.method === 'POST')
    throw new Refused(
      401,
      'wrong-code',
      'Wrong one-time code',
      'The code is wrong, or was used already.',
      'Wait for the next.',
    );
  if (path === '/session' && request.method === 'POST') {
    if (body.name === 'linus')
      throw new Refused(
        401,
        'second-factor-needed',
        'A one-time code is needed',
        'A code is needed.',
        'Send the code.',
      );
    const user = world.users.find((each) => each.name === body.name);
    if (!user || body.password !== world.password)
      throw new Refused(
        401,
        'wrong-credentials',
        'Wrong name or password',
        'There is no account with this name and password.',
        'Check both; an administrator can set a new password.',
      );
    const key = randomUUID();
    const opened = {
      user,
      expiresAt: new Date(Date.now() + 8 * 3_600_000).toISOString(),
      mayMakeProjects: user.role === 'ADMINISTRATOR',
    };
    sessions.set(key, opened);
    response.setHeader('Set-Cookie', `pando_session=${key}; Path=/; HttpOnly; SameSite=Strict`);
    return send(response, 200, opened);
  }
  if (path === '/invitations/look')
    return send(response, 200, {
      project: 'compilers',
      role: 'MEMBER',
      invitedBy: 'Grace Hopper',
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      signUp: true,
    });
  const current = session(request);
  if (!current) throw new Refused(401, 'not-signed-in', 'Not signed in', 'You are not signed in.', 'Sign in again.');
  if (path === '/session') {
    if (request.method === 'GET') return send(response, 200, current);
    sessions.delete(jar.pando_session);
    return send(response, 204);
  }
  if (path === '/events') return events(request, response);
  const route = routeOf(request.method, path);
  if (!route) throw notFound('page');
  const [status, answer, type] = await route.handle({
    request,
    body,
    query: url.searchParams,
    user: current.user,
    id: route.id,
    part: route.part,
  });
  return send(response, status, answer, type);
}

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

function file(response, url) {
  let path = normalize(join(dist, url.pathname));
  if (!path.startsWith(dist) || !existsSync(path) || statSync(path).isDirectory()) path = join(dist, 'index.html');
  response.writeHead(200, {
    'Content-Type': types[extname(path)] ?? 'application/octet-stream',
    'Content-Security-Policy': policy,
  });
  createReadStream(path).pipe(response);
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://stand-in');
  if (!url.pathname.startsWith('/api/')) {
    if (withDist) return file(response, url);
    return send(response, 404);
  }
  api(request, response, url).catch((error) => {
    if (error instanceof Refused) return send(response, error.status, error.problem, 'application/problem+json');
    console.error(error);
    return send(
      response,
      500,
      { type: 'urn:pando:problem:internal', title: 'Pando failed', status: 500, detail: String(error) },
      'application/problem+json',
    );
  });
});

const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'binary' });
server.on('upgrade', (request, socket, head) => {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/, */);
  const ticket = offered.map((each) => tickets.get(each)).find(Boolean);
  if (!ticket) return socket.destroy();
  for (const each of offered) tickets.delete(each);
  sockets.handleUpgrade(request, socket, head, (opened) => {
    ticket.machine.sockets.add(opened);
    opened.on('close', () => ticket.machine.sockets.delete(opened));
    (ticket.kind === 'SERIAL' ? serial : screen)(opened, ticket.machine);
  });
});
server.listen(port, '127.0.0.1', () => console.log(`stand-in server on http://127.0.0.1:${port}`));
