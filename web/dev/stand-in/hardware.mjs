/** The stand-in's hardware and snapshots: what machines are made of, and their kept states. */
import { randomUUID } from 'node:crypto';

const gibibyte = 1024 ** 3;

export const media = [
  { name: 'debian-12.8.0-amd64-netinst.iso', size: 662_700_032 },
  { name: 'drivers.iso', size: 31_457_280 },
];

export const hardwareOf = (name) => ({
  firmware: 'BIOS',
  tpm: false,
  disks: [{ name: 'vda', volume: `ada.${name}-1f2e3d4c.qcow2`, size: 3 * gibibyte }],
  nics: [{ name: 'net0', mac: '52:54:00:83:1f:07', connected: true }],
  boot: ['vda'],
});

const hoursAgo = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();

const snapshot = (name, parent, values = {}) => ({
  id: randomUUID(),
  name,
  description: '',
  state: 'READY',
  parentId: parent?.id,
  current: false,
  memory: false,
  consistency: 'QUIESCED',
  vcpus: 1,
  memoryMiB: 512,
  createdAt: hoursAgo(1),
  size: 42 * 1024 ** 2,
  ...values,
});

/** A small tree, so that there is something to be drawn. */
export function sampleSnapshots() {
  const fresh = snapshot('fresh', undefined, {
    description: 'As it was handed over',
    createdAt: hoursAgo(50),
    consistency: 'OFF',
  });
  const upgrade = snapshot('before the upgrade', fresh, { createdAt: hoursAgo(26) });
  const warm = snapshot('warm', upgrade, {
    createdAt: hoursAgo(3),
    memory: true,
    consistency: 'MEMORY',
    current: true,
  });
  const attempt = snapshot('attempt', fresh, { createdAt: hoursAgo(20), consistency: 'CRASH', size: 310 * 1024 ** 2 });
  return [fresh, upgrade, warm, attempt];
}

const plan = (kind, summary, effects, faults = []) => ({
  kind,
  summary,
  feasible: faults.length === 0,
  effects: effects.map(([subject, value, reason]) => ({ subject, value, reason })),
  steps: [],
  estimatedSeconds: 3,
  faults,
  refused: [],
  ranking: [],
});

const gib = (size) => `${size / gibibyte} GiB`;
const restart = 'holds after it was switched off and on';

/**
 * Changes by route: what is planned, and what happens to the machine. Each gives `[kind, title, plan, change]`.
 */
export const changes = {
  'POST rename': (machine, body) => [
    'machine.rename',
    `Rename machine ${machine.name} to ${body.name}`,
    plan(
      'machine.rename',
      `Rename the machine ${machine.name} to ${body.name}`,
      [
        ['Name', `${body.name} instead of ${machine.name}`],
        ['Host name', `${machine.hostname}, as before`, 'the guest keeps its identity; change it there when you like'],
      ],
      /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(body.name)
        ? []
        : [
            {
              field: 'name',
              message: 'A name has lower-case letters, digits and hyphens.',
              help: 'For example web-2.',
            },
          ],
    ),
    () => {
      machine.name = body.name;
    },
  ],
  'POST resize': (machine, body) => {
    const disk = machine.hardware.disks.find((each) => each.name === (body.disk ?? 'vda'));
    const effects = [];
    if (body.vcpus) effects.push(['Processors', `${body.vcpus} instead of ${machine.vcpus}`, restart]);
    if (body.memoryMiB) effects.push(['Memory', `${body.memoryMiB} MiB instead of ${machine.memoryMiB} MiB`, restart]);
    if (body.diskSize)
      effects.push(
        [`Disk ${disk.name}`, `${gib(body.diskSize)} instead of ${gib(disk.size)}`, 'at once, without a restart'],
        ['File system', 'grows with it', 'as far as the guest has the programs for it'],
      );
    const faults =
      body.diskSize && body.diskSize < disk.size
        ? [
            {
              field: 'diskSize',
              message: `A disk can only grow: ${disk.name} has ${gib(disk.size)}.`,
              help: 'Ask for more.',
            },
          ]
        : [];
    return [
      'machine.resize',
      `Resize machine ${machine.name}`,
      plan('machine.resize', `Resize machine ${machine.name}`, effects, faults),
      () => {
        machine.vcpus = body.vcpus ?? machine.vcpus;
        machine.memoryMiB = body.memoryMiB ?? machine.memoryMiB;
        if (body.vcpus || body.memoryMiB) machine.hardware.pending = 'Another size after a restart.';
        if (body.diskSize) disk.size = body.diskSize;
      },
    ];
  },
  'POST disks': (machine, body) => [
    'machine.change',
    `Add a disk to machine ${machine.name}`,
    plan('machine.change', `Add a disk to machine ${machine.name}`, [
      ['Disk vdb', `empty, ${gib(body.size)}`, 'plugged in while the machine runs'],
    ]),
    () => machine.hardware.disks.push({ name: 'vdb', volume: `ada.${machine.name}_vdb.qcow2`, size: body.size }),
  ],
  'DELETE disks': (machine, body, name) => [
    'machine.change',
    `Remove the disk ${name} of machine ${machine.name}`,
    plan('machine.change', `Remove the disk ${name}`, [[`Disk ${name}`, 'deleted for good, with everything on it']]),
    () => {
      machine.hardware.disks = machine.hardware.disks.filter((each) => each.name !== name);
    },
  ],
  'POST nics': (machine, body) => [
    'machine.change',
    `Add a network card to machine ${machine.name}`,
    plan('machine.change', `Add a network card to machine ${machine.name}`, [
      ['Network card net1', body.mac ?? '52:54:00:11:22:33', 'plugged in while the machine runs'],
    ]),
    () => machine.hardware.nics.push({ name: 'net1', mac: body.mac ?? '52:54:00:11:22:33', connected: body.connected }),
  ],
  'DELETE nics': (machine, body, name) => [
    'machine.change',
    `Remove the network card ${name}`,
    plan('machine.change', `Remove the network card ${name}`, [[`Network card ${name}`, 'is taken out']]),
    () => {
      machine.hardware.nics = machine.hardware.nics.filter((each) => each.name !== name);
    },
  ],
  'PUT nics': (machine, body, name) => [
    'machine.change',
    `${body.connected ? 'Plug in' : 'Pull'} the cable of ${name}`,
    plan('machine.change', `${body.connected ? 'Plug in' : 'Pull'} the cable of ${name}`, [
      [`Network card ${name}`, body.connected ? 'its cable is plugged in' : 'its cable is pulled', 'at once'],
    ]),
    () => {
      machine.hardware.nics.find((each) => each.name === name).connected = body.connected;
    },
  ],
  'PUT cd': (machine, body) => [
    'machine.change',
    `Insert ${body.medium} into machine ${machine.name}`,
    plan('machine.change', `Insert ${body.medium}`, [
      ['CD drive', body.medium],
      ['New drive', 'attached by SCSI over virtio', 'plugged in while the machine runs'],
    ]),
    () => {
      machine.hardware.cd = { medium: body.medium };
    },
  ],
  'DELETE cd': (machine) => [
    'machine.change',
    `Eject the disc of machine ${machine.name}`,
    plan('machine.change', 'Eject the disc', [['CD drive', 'the disc is taken out; the drive stays']]),
    () => {
      machine.hardware.cd = {};
    },
  ],
  'PUT boot': (machine, body) => [
    'machine.change',
    `Change what machine ${machine.name} starts from`,
    plan('machine.change', 'Change what it starts from', [['Start', `from ${body.devices.join(', then ')}`, restart]]),
    () => {
      machine.hardware.boot = body.devices;
    },
  ],
  'POST snapshots': (machine, body) => [
    'snapshot.create',
    `Keep the state of machine ${machine.name} as ${body.name}`,
    plan(
      'snapshot.create',
      `Keep the state of machine ${machine.name} as ${body.name}`,
      [
        ['Disks', 'vda as it is now', "the guest's agent, where it answers, holds the file systems still meanwhile"],
        ['Room', 'none at first; grows with what is changed from now on'],
      ],
      machine.snapshots.some((each) => each.name === body.name)
        ? [{ field: 'name', message: `The machine has a snapshot ${body.name} already.`, help: 'Choose another name.' }]
        : [],
    ),
    () => {
      const parent = machine.snapshots.find((each) => each.current);
      if (parent) parent.current = false;
      machine.snapshots.push(
        snapshot(body.name, parent, {
          description: body.description ?? '',
          memory: body.memory === true,
          consistency: body.memory ? 'MEMORY' : 'QUIESCED',
          current: true,
          createdAt: new Date().toISOString(),
          size: 200_704,
        }),
      );
    },
  ],
  'POST revert': (machine, body, id) => {
    const wanted = machine.snapshots.find((each) => each.id === id);
    return [
      'snapshot.revert',
      `Take machine ${machine.name} back to ${wanted.name}`,
      plan('snapshot.revert', `Take the machine ${machine.name} back to ${wanted.name}`, [
        ['Now', 'its power is cut, and what it has written since is lost', 'take a snapshot first to keep it'],
        ['Disks', `as they were at ${wanted.name}`],
        ['Afterwards', wanted.memory ? 'goes on where it was' : body.start === false ? 'stays off' : 'is started'],
        ['Identity', 'stays: it is the same machine'],
      ]),
      () => machine.snapshots.forEach((each) => (each.current = each.id === id)),
    ];
  },
  'DELETE snapshots': (machine, body, id) => {
    const gone = machine.snapshots.find((each) => each.id === id);
    return [
      'snapshot.delete',
      `Delete snapshot ${gone.name} of machine ${machine.name}`,
      plan('snapshot.delete', `Delete the snapshot ${gone.name}`, [
        ['Snapshot', `${gone.name} is gone for good`],
        ['Machine and other snapshots', 'stay as they are', 'what they share with it is merged with them'],
      ]),
      () => {
        machine.snapshots = machine.snapshots.filter((each) => each !== gone);
        for (const each of machine.snapshots) if (each.parentId === id) each.parentId = gone.parentId;
        if (gone.current) {
          const parent = machine.snapshots.find((each) => each.id === gone.parentId);
          if (parent) parent.current = true;
        }
      },
    ];
  },
};
