import type { Change, Copy, CreateMachine, Firmware, Guest, Suggestion } from '../api/types';
import { linesOf, numberOf, textOf, wordsOf } from '../shell/inputs';
import { lifetimeOf, typedLifetime, type LifetimeUnit } from './lifetime';

/** The fields of the form as they were typed. */
export interface NewMachineForm {
  name: string;
  /** Whether an image is chosen, or said what it must be. */
  by: 'image' | 'wish';
  image: string;
  os: string;
  /** Names, apart by blanks, commas or lines. */
  packages: string;
  architecture: string;
  /** Id of a project; empty for one's own. */
  project: string;
  copy: Copy;
  vcpus: string;
  memoryMiB: string;
  diskGiB: string;
  firmware: Firmware;
  tpm: boolean;
  hostname: string;
  userName: string;
  userPassword: string;
  sshKeys: string;
  timezone: string;
  commands: string;
  /** Labels, apart by blanks or commas. */
  labels: string;
  near: string;
  apart: string;
  hostLabels: string;
  acceleration: boolean;
  /** A number of the unit; empty for no end. */
  lifetime: string;
  lifetimeUnit: LifetimeUnit;
  offline: boolean;
}

export const emptyForm: NewMachineForm = {
  name: '',
  by: 'image',
  image: '',
  os: '',
  packages: '',
  architecture: '',
  project: '',
  copy: 'LINKED',
  vcpus: '',
  memoryMiB: '',
  diskGiB: '',
  firmware: 'BIOS',
  tpm: false,
  hostname: '',
  userName: '',
  userPassword: '',
  sshKeys: '',
  timezone: '',
  commands: '',
  labels: '',
  near: '',
  apart: '',
  hostLabels: '',
  acceleration: false,
  lifetime: '',
  lifetimeUnit: 'H',
  offline: false,
};

/** Paths within the request that have a field of their own in the form. */
export const formFields = [
  'name',
  'image',
  'project',
  'copy',
  'vcpus',
  'memoryMiB',
  'diskMiB',
  'wish',
  'wish.os',
  'wish.packages',
  'wish.architecture',
  'firmware',
  'tpm',
  'labels',
  'where.near',
  'where.apart',
  'where.hostLabels',
  'where.acceleration',
  'lifetime',
  'network',
  'guest.hostname',
  'guest.user.name',
  'guest.user.password',
  'guest.user.sshKeys',
  'guest.timezone',
  'guest.commands',
] as const;

export type FormField = (typeof formFields)[number];

function guestOf(form: NewMachineForm): Guest | undefined {
  const sshKeys = linesOf(form.sshKeys);
  const withUser = textOf(form.userName) !== undefined || form.userPassword !== '' || sshKeys !== undefined;
  const guest: Guest = {
    hostname: textOf(form.hostname),
    user: withUser ? { name: form.userName.trim(), password: form.userPassword || undefined, sshKeys } : undefined,
    timezone: textOf(form.timezone),
    commands: linesOf(form.commands),
  };
  return Object.values(guest).some((value) => value !== undefined) ? guest : undefined;
}

function mebibytesOf(gibibytes: string): number | undefined {
  const number = numberOf(gibibytes);
  return number === undefined ? undefined : Math.round(number * 1024);
}

/** The word at whose end somebody is writing, and all that stands before it; no word where nothing is begun. */
export function wordBegun(text: string): { before: string; word: string } {
  const word = /[^\s,]*$/.exec(text)?.[0] ?? '';
  return { before: text.slice(0, text.length - word.length), word };
}

function labelsOf(text: string): string[] | undefined {
  const labels = wordsOf(text);
  return labels.length > 0 ? labels : undefined;
}

/** What the form asks for; undefined as long as it says neither what the machine is called nor what it is made from. */
export function machineRequest(form: NewMachineForm): CreateMachine | undefined {
  const names = wordsOf(form.packages);
  const packages = names.length > 0 ? names : undefined;
  const os = textOf(form.os);
  if (form.name.trim() === '') return undefined;
  if (form.by === 'image' ? form.image === '' : os === undefined && packages === undefined) return undefined;
  const wish = { os: form.by === 'wish' ? os : undefined, packages, architecture: textOf(form.architecture) };
  const where = {
    hostLabels: labelsOf(form.hostLabels),
    near: labelsOf(form.near),
    apart: labelsOf(form.apart),
    acceleration: form.acceleration || undefined,
  };
  return {
    name: form.name.trim(),
    image: form.by === 'image' ? form.image : undefined,
    copy: form.copy,
    vcpus: numberOf(form.vcpus),
    memoryMiB: numberOf(form.memoryMiB),
    firmware: form.firmware === 'BIOS' ? undefined : form.firmware,
    tpm: form.tpm || undefined,
    guest: guestOf(form),
    project: textOf(form.project),
    diskMiB: mebibytesOf(form.diskGiB),
    wish: Object.values(wish).some((value) => value !== undefined) ? wish : undefined,
    where: Object.values(where).some((value) => value !== undefined) ? where : undefined,
    labels: labelsOf(form.labels),
    lifetime: lifetimeOf(form.lifetime, form.lifetimeUnit),
    network: form.offline ? 'NONE' : undefined,
  };
}

const written = (value: Change['value']): string => (Array.isArray(value) ? value.join(' ') : String(value ?? ''));

const lines = (value: Change['value']): string => (Array.isArray(value) ? value.join('\n') : '');

/** What a change of the request is within the form, by the path of the field. */
const changes: Record<string, (value: Change['value']) => Partial<NewMachineForm>> = {
  name: (value) => ({ name: written(value) }),
  image: (value) => (value === undefined ? { by: 'wish', image: '' } : { by: 'image', image: written(value) }),
  copy: (value) => ({ copy: value === 'FULL' ? 'FULL' : 'LINKED' }),
  vcpus: (value) => ({ vcpus: written(value) }),
  memoryMiB: (value) => ({ memoryMiB: written(value) }),
  diskMiB: (value) => ({ diskGiB: value === undefined ? '' : String(Number(value) / 1024) }),
  firmware: (value) => ({ firmware: (value as Firmware | undefined) ?? 'BIOS' }),
  tpm: (value) => ({ tpm: value !== undefined }),
  'wish.os': (value) => ({ os: written(value) }),
  'wish.packages': (value) => ({ packages: written(value) }),
  'wish.architecture': (value) => ({ architecture: written(value) }),
  labels: (value) => ({ labels: written(value) }),
  'where.near': (value) => ({ near: written(value) }),
  'where.apart': (value) => ({ apart: written(value) }),
  'where.hostLabels': (value) => ({ hostLabels: written(value) }),
  'where.acceleration': (value) => ({ acceleration: value !== undefined }),
  lifetime: (value) => typedLifetime(written(value)),
  network: (value) => ({ offline: value === 'NONE' }),
  'guest.hostname': (value) => ({ hostname: written(value) }),
  'guest.timezone': (value) => ({ timezone: written(value) }),
  'guest.user.name': (value) => ({ userName: written(value) }),
  'guest.user.password': (value) => ({ userPassword: written(value) }),
  'guest.user.sshKeys': (value) => ({ sshKeys: lines(value) }),
  'guest.commands': (value) => ({ commands: lines(value) }),
};

/** What a suggestion changes in the form; undefined when it changes something that the form does not have. */
export function suggested(suggestion: Suggestion): Partial<NewMachineForm> | undefined {
  let form: Partial<NewMachineForm> = {};
  for (const change of suggestion.changes) {
    const part = changes[change.field]?.(change.value);
    if (part === undefined) return undefined;
    form = { ...form, ...part };
  }
  return form;
}
