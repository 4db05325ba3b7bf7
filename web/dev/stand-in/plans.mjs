/** Dry runs of the stand-in: checks requests and says what they would do. */
import { images, machines, stepsOf } from './installation.mjs';

const fault = (field, message, help) => ({ field, message, help });

function plan(kind, summary, effects, faults) {
  const steps = stepsOf[kind].map(([name, title, seconds]) => ({ name, title, seconds }));
  return {
    kind,
    summary,
    feasible: faults.length === 0,
    effects: effects
      .filter(([, value]) => value !== undefined)
      .map(([subject, value, reason]) => ({ subject, value, reason })),
    steps,
    estimatedSeconds: steps.reduce((sum, step) => sum + step.seconds, 0),
    faults,
    refused: [],
    ranking: [],
  };
}

export function machinePlan(request, owner) {
  const faults = [];
  const image = [...images.values()].find((each) => each.id === request.image || each.name === request.image);
  if (!/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(request.name ?? '')) {
    faults.push(
      fault(
        'name',
        'The name may hold lower-case letters, digits and hyphens, and begins with a letter.',
        'Take for example web2.',
      ),
    );
  } else if ([...machines.values()].some((each) => each.name === request.name && each.owner.id === owner.id)) {
    faults.push(
      fault('name', `You have a machine ${request.name} already.`, `Take another name, for example ${request.name}-2.`),
    );
  }
  if (!image) faults.push(fault('image', `There is no image ${request.image}.`, 'Choose one of the list.'));
  if (request.memoryMiB > 32_768)
    faults.push(fault('memoryMiB', 'The host has 32 GiB of memory.', 'Ask for at most 26,112 MiB.'));
  const user = request.guest?.user;
  if (user && !/^[a-z_][a-z0-9_-]{0,31}$/.test(user.name))
    faults.push(
      fault(
        'guest.user.name',
        'The account needs a name of lower-case letters, digits, hyphens and underscores.',
        'Take for example ada.',
      ),
    );
  if (request.guest?.timezone && !Intl.supportedValuesOf('timeZone').includes(request.guest.timezone))
    faults.push(
      fault('guest.timezone', `There is no time zone ${request.guest.timezone}.`, 'Take for example Europe/Berlin.'),
    );
  (user?.sshKeys ?? []).forEach((key, index) => {
    if (!/^(ssh-|ecdsa-)/.test(key))
      faults.push(
        fault(
          `guest.user.sshKeys[${index}]`,
          `Line ${index + 1} is no public key.`,
          'Paste the line of the .pub file.',
        ),
      );
  });
  const copy = request.copy === 'FULL' ? 'full copy' : 'linked copy';
  return plan(
    'machine.create',
    `A ${copy} of ${request.image} becomes your machine ${request.name} on local.`,
    [
      [
        'Disk',
        `${copy} of ${request.image}, 3 GiB`,
        request.copy === 'FULL' ? undefined : 'reads from the image what it has not changed',
      ],
      ['Processors', `${request.vcpus ?? image?.defaults.vcpus ?? 1}`, request.vcpus ? undefined : 'as the image says'],
      [
        'Memory',
        `${request.memoryMiB ?? image?.defaults.memoryMiB ?? 512} MiB`,
        request.memoryMiB ? undefined : 'as the image says',
      ],
      ['Identity', 'new: UUID, MAC address, machine id, SSH host keys, random seed'],
      ['Host name', request.guest?.hostname ?? request.name],
      ['Account', user?.name && `${user.name}, ${user.sshKeys ? 'with SSH keys' : 'with a password'}`],
      ['Time zone', request.guest?.timezone],
      ['Commands', request.guest?.commands && `${request.guest.commands.length} to run`],
      ['Host', 'local', 'it is the only one and has room'],
    ],
    faults,
  );
}

export function imagePlan(request) {
  const faults = [];
  if ([...images.values()].some((each) => each.name === request.name))
    faults.push(fault('name', `There is an image ${request.name} already.`, 'Take another name.'));
  if (request.path !== undefined && !request.path.startsWith('/'))
    faults.push(fault('path', 'The path must be absolute.', 'Begin it with a slash.'));
  if (request.url !== undefined && !/^https?:\/\/[a-z]/.test(request.url))
    faults.push(fault('url', 'The host is not on the public Internet.', 'Give an address on a public host.'));
  return plan(
    'image.import',
    `${request.path ?? request.url ?? 'The upload'} becomes the image ${request.name}.`,
    [
      ['Image', request.name],
      ['Pool', 'pando, 166 GiB free'],
    ],
    faults,
  );
}
