/** What the stand-in believes: people, images, machines, jobs, one host; and how jobs go on. */
import { hardwareOf, sampleSnapshots } from './hardware.mjs';
import { randomUUID } from 'node:crypto';

const now = () => new Date().toISOString();
const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
const gibibyte = 1024 ** 3;

export const password = 'pando-pando';

const user = (id, name, displayName, role) => ({ id, name, displayName, role, createdAt: ago(40 * 86_400) });
export const users = [
  user('u1', 'ada', 'Ada Lovelace', 'ADMINISTRATOR'),
  user('u2', 'grace', 'Grace Hopper', 'MEMBER'),
  user('u3', 'linus', 'Linus', 'MEMBER'),
];

const noLimits = { limits: {}, used: { machines: 0, vcpus: 0, memoryMiB: 0, diskBytes: 0, images: 0 }, custom: false };
const limits = { machines: 5, vcpus: 8, memoryMiB: 8192, diskBytes: 64 * gibibyte };
const personal = (owner, quota = noLimits) => ({
  id: owner.id,
  name: owner.name,
  description: '',
  kind: 'PERSONAL',
  role: 'OWNER',
  members: 1,
  quota,
  createdAt: owner.createdAt,
});

/** Projects as ada sees them. */
export const projects = new Map(
  [
    personal(users[0], {
      limits,
      used: { machines: 5, vcpus: 5, memoryMiB: 2560, diskBytes: 15 * gibibyte, images: 0 },
      custom: false,
    }),
    {
      id: 'p1',
      name: 'web-team',
      description: 'All that serves pages.',
      kind: 'TEAM',
      role: 'OWNER',
      members: 3,
      quota: {
        limits: { machines: 20, vcpus: 32, memoryMiB: 65_536, diskBytes: 1024 * gibibyte, images: 3 },
        used: { machines: 2, vcpus: 4, memoryMiB: 60_000, diskBytes: 120 * gibibyte, images: 3 },
        custom: true,
      },
      createdAt: ago(12 * 86_400),
    },
    {
      id: 'p2',
      name: 'archive',
      description: '',
      kind: 'TEAM',
      role: 'VIEWER',
      members: 2,
      quota: noLimits,
      createdAt: ago(3 * 86_400),
    },
  ].map((each) => [each.id, each]),
);
export const members = [
  { user: users[0], role: 'OWNER', since: ago(12 * 86_400) },
  { user: users[1], role: 'MEMBER', since: ago(8 * 86_400) },
  { user: users[2], role: 'VIEWER', since: ago(86_400) },
];
const coming = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();
const reference = (project) => ({ id: project.id, name: project.name });
export const invitations = [
  {
    id: 'i1',
    project: reference(projects.get('p1')),
    role: 'VIEWER',
    invitedBy: users[0],
    createdAt: ago(3600),
    expiresAt: coming(6 * 86_400),
  },
];
export const ownInvitations = [
  {
    id: 'i2',
    project: { id: 'p3', name: 'compilers' },
    role: 'MEMBER',
    user: users[0],
    invitedBy: users[1],
    createdAt: ago(7200),
    expiresAt: coming(5 * 86_400),
  },
];

export const images = new Map();
export const machines = new Map();
export const jobs = new Map();
export const tokens = new Map();
const listeners = new Set();

export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(type, object, id = String(object.id)) {
  for (const listener of listeners) listener({ type, id, object });
}

export const host = {
  id: 'h1',
  name: 'local',
  uri: 'qemu:///system',
  state: 'ONLINE',
  lastAnswerAt: now(),
  architecture: 'x86_64',
  hypervisor: 'QEMU 7.2.22',
  libvirt: '9.0.0',
  processors: { model: 'Intel Xeon Processor (Cascadelake)', cores: 8, committed: 5, loadPercent: 23.4 },
  memory: { total: 32 * gibibyte, free: 21 * gibibyte, committed: 6.5 * gibibyte },
  labels: ['ssd', 'zone=a'],
  drained: false,
  home: true,
  features: ['UEFI', 'SECURE_BOOT', 'TPM'],
  acceleration: {
    kind: 'EMULATION',
    explanation:
      '/dev/kvm is there, but a 64-bit kernel did not start with it within 10 s. Machines run by software emulation.',
    checkedAt: ago(7200),
  },
  pools: [
    {
      name: 'pando',
      type: 'dir',
      path: '/var/lib/pando/pool',
      capacity: 200 * gibibyte,
      allocated: 34 * gibibyte,
      available: 166 * gibibyte,
    },
    {
      name: 'archive',
      type: 'netfs',
      path: '/mnt/archive',
      capacity: 100 * gibibyte,
      allocated: 93 * gibibyte,
      available: 7 * gibibyte,
    },
  ],
  networks: [
    { name: 'pando', bridge: 'pando0', cidr: '10.83.0.0/24', active: true, leases: 4 },
    { name: 'isolated', bridge: 'pando1', active: false, leases: 0 },
  ],
  machines: 0,
  running: 0,
};

const identity = (seed) => ({
  'machine-id': [`${seed}0c9e5f2a84d4b7e9c3d1f5a6b7c8d9e`],
  'ssh-host-key': [`SHA256:${seed}kX9vQmZ2pLr7sT4uW1yB6nE8hJ0aD3fG5iK7lM9oP`],
  hostname: [seed === 'a' ? 'debian' : `host-${seed}`],
  'mac-address': [`52:54:00:83:0${seed.charCodeAt(0) % 10}:1f`],
  'dhcp-identifier': [],
});

function addImage(values) {
  const image = {
    id: randomUUID(),
    description: '',
    state: 'READY',
    format: 'qcow2',
    virtualSize: 3 * gibibyte,
    storedSize: 0.9 * gibibyte,
    sha256: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
    guestAccess: 'AGENT',
    bootSeconds: 18.2,
    account: 'pando',
    defaults: { vcpus: 1, memoryMiB: 512 },
    masterIdentity: { fields: identity('a') },
    machines: 0,
    owner: users[0],
    createdAt: ago(6 * 86_400),
    ...values,
  };
  images.set(image.id, image);
  return image;
}

const offReasons = {
  RUNNING: { start: 'It is running already.', resume: 'It is not suspended.' },
  STOPPED: {
    stop: 'It is stopped already.',
    restart: 'It is stopped.',
    suspend: 'It is stopped.',
    resume: 'It is not suspended.',
    console: 'The machine is stopped. Start it to see its screen.',
    exec: 'It is stopped.',
  },
  SUSPENDED: {
    start: 'It is suspended: resume it.',
    stop: 'It is suspended.',
    restart: 'It is suspended.',
    suspend: 'It is suspended already.',
    console: 'The machine is suspended. Resume it to see its screen.',
    exec: 'It is suspended.',
  },
  PROVISIONING: {
    start: 'It is still being made.',
    stop: 'It is still being made.',
    restart: 'It is still being made.',
    suspend: 'It is still being made.',
    resume: 'It is still being made.',
    exec: 'It is still being made.',
    console: 'It is still being made. Its screen appears when it starts.',
  },
  FAILED: {
    start: 'It has failed.',
    stop: 'It has failed.',
    restart: 'It has failed.',
    suspend: 'It has failed.',
    resume: 'It has failed.',
    console: 'It has failed.',
    exec: 'It has failed.',
  },
  DELETING: Object.fromEntries(
    ['start', 'stop', 'restart', 'suspend', 'resume', 'delete', 'console', 'exec'].map((name) => [
      name,
      'It is being deleted.',
    ]),
  ),
};

const hidden = new Set(['typed', 'keys', 'sockets', 'snapshots']);

/** A machine as the API shows it. */
export function shown(machine) {
  const names = ['start', 'stop', 'restart', 'suspend', 'resume', 'delete', 'console', 'exec'];
  const actions = [...names, 'rename', 'resize', 'hardware', 'snapshot', 'revert'].map((name) => {
    const busy = machine.busy && name !== 'console' ? 'A job is at work on it.' : undefined;
    const reason = offReasons[machine.state]?.[name] ?? busy;
    return reason ? { name, allowed: false, reason } : { name, allowed: true };
  });
  return { ...Object.fromEntries(Object.entries(machine).filter(([name]) => !hidden.has(name))), actions };
}

function addMachine(values) {
  const id = randomUUID();
  const machine = {
    id,
    state: 'RUNNING',
    stateSeenAt: now(),
    stale: false,
    owner: users[0],
    project: { id: (values.owner ?? users[0]).id, name: (values.owner ?? users[0]).name },
    copy: 'LINKED',
    hostId: host.id,
    host: host.name,
    vcpus: 1,
    memoryMiB: 512,
    hardware: hardwareOf(values.name),
    labels: values.name === 'web1' ? ['blue', 'web'] : [],
    ...(values.name === 'web1' ? { expiresAt: ago(-1800), remindAt: ago(1800) } : {}),
    snapshots: values.name === 'web1' ? sampleSnapshots() : [],
    domain: `pando-${values.owner?.name ?? 'ada'}-${values.name}`,
    uuid: randomUUID(),
    disk: `${values.owner?.name ?? 'ada'}-${values.name}.qcow2`,
    addresses: [],
    hostname: values.name,
    createdAt: now(),
    busy: false,
    typed: '',
    keys: [],
    sockets: new Set(),
    ...values,
  };
  machines.set(id, machine);
  const image = images.get(machine.imageId);
  image.machines += 1;
  host.machines += 1;
  if (machine.state === 'RUNNING') host.running += 1;
  return machine;
}

export function certificateOf(machine) {
  const values = identity(machine.id[0]);
  const titles = {
    uuid: 'UUID',
    'machine-id': 'Machine id',
    'ssh-host-key': 'SSH host key',
    hostname: 'Host name',
    'mac-address': 'MAC address',
    'dhcp-identifier': 'DHCP identifier',
  };
  const shared = machine.name === 'twin';
  return {
    machineId: machine.id,
    machine: machine.name,
    verdict: shared ? 'SHARED' : 'DISTINCT',
    summary: shared
      ? 'The SSH host key is that of the master too.'
      : 'Every identifier that must differ from those of the master and of the other machines does.',
    master: machine.image,
    siblings: images.get(machine.imageId).machines - 1,
    comparisons: Object.entries(titles).map(([field, title]) => {
      const own = field === 'uuid' ? [machine.uuid] : field === 'hostname' ? [machine.hostname] : values[field];
      const masters = field === 'uuid' ? [] : identity('a')[field];
      const same = shared && field === 'ssh-host-key';
      return {
        field,
        title,
        source: field === 'uuid' || field === 'mac-address' ? 'host' : 'guest',
        own: same ? masters : own,
        masters,
        sharedWith: same ? [machine.image] : [],
        result: same ? 'SHARED' : own.length === 0 ? 'ABSENT' : 'DISTINCT',
      };
    }),
    readAt: machine.createdAt,
  };
}

let lastJob = 40;

export const stepsOf = {
  'machine.create': [
    ['copy-disk', 'Copy the disk', 1],
    ['define-domain', 'Register the machine', 1],
    ['start', 'Start', 1],
    ['await-guest', 'Wait for the guest', 18],
    ['customise', 'Customise the guest', 6],
    ['reboot', 'Reboot', 2],
    ['await-reboot', 'Wait for the guest again', 16],
    ['certify', 'Compare identities', 3],
  ],
  'machine.start': [['start', 'Start', 2]],
  'machine.stop': [['stop', 'Ask the guest to shut down', 4]],
  'machine.restart': [
    ['stop', 'Ask the guest to shut down', 3],
    ['start', 'Start', 2],
  ],
  'machine.suspend': [['save', 'Save the memory', 3]],
  'machine.resume': [['restore', 'Restore the memory', 3]],
  'machine.delete': [
    ['stop', 'Cut the power', 1],
    ['undefine', 'Unregister the machine', 1],
    ['delete-disk', 'Delete the disk', 1],
  ],
  'machine.rename': [['rename', 'Rename it', 1]],
  'machine.resize': [
    ['grow-disks', 'Enlarge disks', 1],
    ['apply', 'Change the machine', 1],
    ['grow-file-systems', 'Have the guest enlarge its file systems', 2],
  ],
  'machine.change': [
    ['make-volumes', 'Make what is new', 1],
    ['apply', 'Change the machine', 1],
    ['drop-volumes', 'Delete what is no longer needed', 1],
  ],
  'snapshot.create': [['take-snapshot', 'Keep its state', 2]],
  'snapshot.revert': [
    ['cut-power', 'Cut its power', 1],
    ['make-layers', 'Make disks that begin where the snapshot was', 1],
    ['take-back', 'Take the machine back', 1],
    ['go-on', 'Go on from there', 2],
    ['drop-layers', 'Delete what came after', 1],
  ],
  'snapshot.delete': [
    ['merge', 'Merge it into what is built upon it', 3],
    ['drop-merged', 'Delete what is no longer needed', 1],
  ],
  'image.import': [
    ['inspect', 'Inspect the file', 2],
    ['copy', 'Copy into the pool', 12],
    ['try', 'Start it once and read its identity', 20],
  ],
  'image.delete': [['delete-disk', 'Delete the disk', 1]],
  'host.probe': [['boot', 'Boot a small kernel with hardware acceleration', 8]],
};

const slim = ({ steps, plan, request, ...job }) => ({ ...job, steps: [] });
export const listed = slim;
export const full = ({ request, ...job }) => job;

function addJob(kind, title, subject, owner, plan, request) {
  const job = {
    id: ++lastJob,
    kind,
    title,
    state: 'RUNNING',
    owner,
    subject,
    percent: 0,
    cancelRequested: false,
    createdAt: now(),
    startedAt: now(),
    steps: stepsOf[kind].map(([name, stepTitle]) => ({
      name,
      title: stepTitle,
      state: 'PENDING',
      percent: 0,
      attempts: 0,
    })),
    plan,
    request,
  };
  jobs.set(job.id, job);
  return job;
}

/** Changes a machine by a job. */
export function alter(machine, kind, title, owner, plan, change) {
  const job = begin(kind, title, { type: 'machine', id: machine.id, name: machine.name }, owner, {
    plan,
    onEnd: () => {
      change();
      setState(machine, { busy: false });
    },
    onUndone: () => setState(machine, { busy: false }),
  });
  setState(machine, { busy: true, jobId: job.id });
  return job;
}

const pace = Number(process.env.STAND_IN_PACE ?? 1);

/** Lets a job go on step by step. Calls `onEnd` once it is done. */
export function begin(kind, title, subject, owner, { plan, request, onStep, onEnd, onUndone }) {
  const job = addJob(kind, title, subject, owner, plan, request);
  const seconds = stepsOf[kind].map(([, , each]) => Math.max(0.5, each / 6) / pace);
  const total = seconds.reduce((sum, each) => sum + each, 0);
  let elapsed = 0;
  const tick = 0.25;
  const fails = job.request?.name === 'broken';
  const timer = setInterval(() => {
    if (job.cancelRequested) {
      clearInterval(timer);
      job.state = 'UNDOING';
      tell('job', slim(job));
      setTimeout(() => {
        for (const step of job.steps) if (step.state !== 'PENDING') step.state = 'UNDONE';
        Object.assign(job, { state: 'CANCELLED', finishedAt: now(), currentStep: undefined, secondsLeft: undefined });
        onUndone?.();
        tell('job', slim(job));
      }, 1500);
      return;
    }
    elapsed += tick;
    let before = 0;
    job.steps.forEach((step, index) => {
      const part = Math.max(0, Math.min(1, (elapsed - before) / seconds[index]));
      before += seconds[index];
      const state = part >= 1 ? 'DONE' : part > 0 ? 'RUNNING' : 'PENDING';
      if (step.state !== state) {
        if (step.state === 'PENDING') Object.assign(step, { startedAt: now(), attempts: 1 });
        if (state === 'DONE') Object.assign(step, { finishedAt: now() });
        step.state = state;
        onStep?.(step.name, state);
      }
      step.percent = part * 100;
      step.detail = step.name === 'copy-disk' && state !== 'PENDING' ? 'linked copy, 196 KiB written' : undefined;
    });
    const running = job.steps.find((step) => step.state === 'RUNNING');
    job.currentStep = running?.title;
    job.percent = Math.min(100, (elapsed / total) * 100);
    job.secondsLeft = Math.max(0, total - elapsed);
    if (fails && running?.name === 'await-guest' && running.percent > 60) {
      clearInterval(timer);
      Object.assign(running, { state: 'FAILED', finishedAt: now(), problem: 'No answer within 120 s.' });
      Object.assign(job, {
        state: 'FAILED',
        finishedAt: now(),
        currentStep: undefined,
        secondsLeft: undefined,
        problem: {
          type: 'urn:pando:problem:guest-unreachable',
          title: 'The guest does not answer',
          status: 502,
          detail: `${subject.name} started, but neither its guest agent nor its serial console answered within 120 s.`,
          help: 'Look at its screen in the console, then try again.',
          faults: [],
        },
      });
      onUndone?.(job.problem.detail);
    } else if (elapsed >= total) {
      clearInterval(timer);
      Object.assign(job, {
        state: 'DONE',
        percent: 100,
        finishedAt: now(),
        currentStep: undefined,
        secondsLeft: undefined,
      });
      onEnd?.();
    }
    tell('job', slim(job));
  }, tick * 1000);
  tell('job', slim(job));
  return job;
}

function setState(machine, values) {
  const ran = machine.state === 'RUNNING';
  Object.assign(machine, values, { stateSeenAt: now() });
  const runs = machine.state === 'RUNNING';
  host.running += Number(runs) - Number(ran);
  if (ran && !runs) for (const socket of machine.sockets) socket.close(4000, 'guest stopped');
  tell('machine', shown(machine));
  tell('host', host);
}

const ends = { start: 'RUNNING', stop: 'STOPPED', restart: 'RUNNING', suspend: 'SUSPENDED', resume: 'RUNNING' };

export function command(machine, name, owner) {
  const subject = { type: 'machine', id: machine.id, name: machine.name };
  const title = `${name[0].toUpperCase()}${name.slice(1)} machine ${machine.name}`;
  const job = begin(`machine.${name}`, title, subject, owner, {
    onStep: (step, state) => {
      if (name === 'restart' && step === 'stop' && state === 'DONE')
        for (const socket of machine.sockets) socket.close(4000, 'guest stopped');
    },
    onEnd: () => {
      if (name === 'delete') {
        host.running -= Number(machine.state === 'RUNNING');
        host.machines -= 1;
        images.get(machine.imageId).machines -= 1;
        machines.delete(machine.id);
        tell('machine', undefined, machine.id);
      } else
        setState(machine, {
          state: ends[name],
          busy: false,
          addresses: ends[name] === 'RUNNING' ? (machine.lastAddresses ?? machine.addresses) : machine.addresses,
        });
    },
    onUndone: () => setState(machine, { busy: false }),
  });
  setState(machine, { busy: true, jobId: job.id, ...(name === 'delete' ? { state: 'DELETING' } : {}) });
  return job;
}

export function createMachine(request, image, owner, plan) {
  const machine = addMachine({
    name: request.name,
    state: 'PROVISIONING',
    owner,
    imageId: image.id,
    image: image.name,
    copy: request.copy ?? 'LINKED',
    vcpus: request.vcpus ?? image.defaults.vcpus,
    memoryMiB: request.memoryMiB ?? image.defaults.memoryMiB,
    hostname: request.guest?.hostname ?? request.name,
    account: request.guest?.user?.name,
    busy: true,
  });
  const job = begin(
    'machine.create',
    `Create machine ${machine.name}`,
    { type: 'machine', id: machine.id, name: machine.name },
    owner,
    {
      plan,
      request,
      onStep: (step, state) => {
        if (step === 'start' && state === 'DONE') setState(machine, { screenAt: now() });
      },
      onEnd: () =>
        setState(machine, {
          state: 'RUNNING',
          busy: false,
          addresses: [`10.83.0.${20 + machines.size}`],
          screenAt: now(),
        }),
      onUndone: (problem) =>
        setState(machine, { state: 'FAILED', busy: false, problem: problem ?? 'It was cancelled.' }),
    },
  );
  setState(machine, { jobId: job.id });
  return job;
}

export function importImage(request, owner, plan) {
  const image = addImage({
    name: request.name,
    description: request.description ?? '',
    state: 'IMPORTING',
    operatingSystem: undefined,
    virtualSize: undefined,
    storedSize: undefined,
    sha256: undefined,
    guestAccess: undefined,
    bootSeconds: undefined,
    masterIdentity: undefined,
    createdAt: now(),
    account: request.account?.name,
    defaults: { vcpus: request.vcpus ?? 1, memoryMiB: request.memoryMiB ?? 512 },
  });
  const job = begin(
    'image.import',
    `Import image ${image.name}`,
    { type: 'image', id: image.id, name: image.name },
    owner,
    {
      plan,
      request,
      onEnd: () => {
        Object.assign(image, {
          state: 'READY',
          operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
          virtualSize: 3 * gibibyte,
          storedSize: gibibyte,
          masterIdentity: { fields: identity('a') },
        });
        tell('image', image);
      },
      onUndone: () => {
        Object.assign(image, { state: 'FAILED', problem: 'It was cancelled.' });
        tell('image', image);
      },
    },
  );
  image.jobId = job.id;
  tell('image', image);
  return job;
}

export function deleteImage(image, owner) {
  image.state = 'DELETING';
  tell('image', image);
  return begin('image.delete', `Delete image ${image.name}`, { type: 'image', id: image.id, name: image.name }, owner, {
    onEnd: () => {
      images.delete(image.id);
      tell('image', undefined, image.id);
    },
  });
}

export function probe(owner) {
  host.acceleration = {
    ...host.acceleration,
    kind: 'UNKNOWN',
    explanation: 'A small kernel is being booted to find out.',
  };
  tell('host', host);
  return begin('host.probe', 'Probe acceleration of local', { type: 'host', id: host.id, name: host.name }, owner, {
    onEnd: () => {
      host.acceleration = {
        kind: 'EMULATION',
        explanation:
          'A 64-bit kernel did not start with hardware acceleration within 10 s. Machines run by software emulation.',
        checkedAt: now(),
      };
      tell('host', host);
    },
  });
}

function past(kind, title, subject, state, seconds, problem) {
  const job = addJob(kind, title, subject, users[0], undefined, { name: subject.name });
  const start = Date.now() - seconds * 1000;
  const at = (offset) => new Date(start + offset * 1000).toISOString();
  let offset = 0;
  const failsAt = problem ? 3 : Infinity;
  stepsOf[kind].forEach(([, , each], index) => {
    const step = job.steps[index];
    if (index > failsAt) return;
    Object.assign(step, {
      state: index === failsAt ? 'FAILED' : 'DONE',
      percent: 100,
      attempts: 1,
      startedAt: at(offset),
      finishedAt: at(offset + each),
    });
    if (index === failsAt) step.problem = 'No answer within 120 s.';
    offset += each;
  });
  Object.assign(job, {
    state,
    percent: problem ? 40 : 100,
    createdAt: at(0),
    startedAt: at(0),
    finishedAt: at(offset),
    problem,
  });
  return job;
}

/** More of everything that is listed and chosen from than one page of the API holds. */
function crowd() {
  for (let number = 1; number <= 130; number++) {
    const each = String(number).padStart(3, '0');
    const person = user(`many-${each}`, `person-${each}`, `Person ${each}`, 'MEMBER');
    users.push(person);
    members.push({ user: person, role: 'MEMBER', since: ago(number * 3600) });
    projects.set(`many-${each}`, {
      ...projects.get('p2'),
      id: `many-${each}`,
      name: `team-${each}`,
      role: number % 10 === 0 ? 'VIEWER' : 'MEMBER',
    });
    addImage({ name: `master-${each}`, machines: 0 });
  }
}

export function furnish() {
  if (process.env.STAND_IN === 'new') return;
  if (process.env.STAND_IN === 'many') crowd();
  const debian = addImage({
    name: 'debian',
    operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
    description: 'Debian 12 with systemd, guest agent, OpenSSH and cloud-init.',
  });
  const tiny = addImage({
    name: 'tiny',
    operatingSystem: 'Pando tiny 1.0',
    description: 'A kernel and a small user space. Answers within seconds, even under emulation.',
    virtualSize: 64 * 1024 ** 2,
    storedSize: 12 * 1024 ** 2,
    bootSeconds: 2.1,
    guestAccess: 'AUTO',
    defaults: { vcpus: 1, memoryMiB: 128 },
  });
  addImage({
    name: 'broken-appliance',
    state: 'FAILED',
    description: 'An appliance of unknown origin.',
    machines: 0,
    problem: 'The file ends before its last cluster: it was cut off after 1.2 GiB of 3 GiB.',
    operatingSystem: undefined,
    masterIdentity: undefined,
  });
  const on = (image) => ({ imageId: image.id, image: image.name });
  const web = addMachine({
    name: 'web1',
    ...on(debian),
    addresses: ['10.83.0.21'],
    account: 'ada',
    screenAt: ago(60),
    createdAt: ago(5 * 3600),
  });
  addMachine({
    name: 'database',
    ...on(debian),
    addresses: ['10.83.0.22'],
    account: 'ada',
    memoryMiB: 2048,
    vcpus: 2,
    copy: 'FULL',
    screenAt: ago(50),
    createdAt: ago(86_400),
  });
  const build = addMachine({
    name: 'build-runner',
    ...on(debian),
    state: 'STOPPED',
    account: 'ada',
    screenAt: ago(4000),
    createdAt: ago(3 * 86_400),
  });
  addMachine({ name: 'lab', ...on(tiny), state: 'SUSPENDED', screenAt: ago(9000), createdAt: ago(4 * 86_400) });
  const broken = addMachine({
    name: 'trial',
    ...on(debian),
    state: 'FAILED',
    problem:
      'trial started, but neither its guest agent nor its serial console answered within 120 s. Look at its screen, then try the job again or delete the machine.',
    createdAt: ago(7200),
  });
  addMachine({ name: 'twin', ...on(tiny), addresses: ['10.83.0.31'], screenAt: ago(30), createdAt: ago(8 * 86_400) });
  for (let number = 1; number <= 24; number++) {
    addMachine({
      name: `worker-${String(number).padStart(2, '0')}`,
      ...on(number % 3 ? debian : tiny),
      owner: users[1],
      state: number % 4 ? 'RUNNING' : 'STOPPED',
      addresses: number % 4 ? [`10.83.0.${100 + number}`] : [],
      createdAt: ago(9 * 86_400 + number * 60),
    });
  }
  const subject = (machine) => ({ type: 'machine', id: machine.id, name: machine.name });
  past('image.import', 'Import image debian', { type: 'image', id: debian.id, name: 'debian' }, 'DONE', 6 * 86_400);
  web.jobId = past('machine.create', 'Create machine web1', subject(web), 'DONE', 5 * 3600).id;
  broken.jobId = past('machine.create', 'Create machine trial', subject(broken), 'FAILED', 7200, {
    type: 'urn:pando:problem:guest-unreachable',
    title: 'The guest does not answer',
    status: 502,
    detail: 'trial started, but neither its guest agent nor its serial console answered within 120 s.',
    help: 'Look at its screen in the console, then try again.',
    faults: [],
  }).id;
  build.jobId = past('machine.stop', 'Stop machine build-runner', subject(build), 'DONE', 3600).id;
  const token = {
    id: randomUUID(),
    name: 'laptop',
    createdAt: ago(10 * 86_400),
    expiresAt: new Date(Date.now() + 80 * 86_400_000).toISOString(),
    lastUsedAt: ago(300),
    rights: ['READ', 'MACHINES', 'CONSOLES', 'IMAGES', 'PROJECTS', 'ACCOUNT', 'ADMINISTRATION'],
  };
  tokens.set(token.id, token);
  tokens.set('t2', {
    ...token,
    id: 't2',
    name: 'build server',
    lastUsedAt: undefined,
    rights: ['READ', 'MACHINES', 'CONSOLES'],
    project: { id: 'p1', name: 'web-team' },
  });
}
