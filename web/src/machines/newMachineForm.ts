import type { Copy, CreateMachine, Firmware, Guest } from '../api/types';
import { linesOf, numberOf, textOf } from '../shell/inputs';

/** The fields of the form as they were typed. */
export interface NewMachineForm {
  name: string;
  image: string;
  /** Id of a project; empty for one's own. */
  project: string;
  copy: Copy;
  vcpus: string;
  memoryMiB: string;
  firmware: Firmware;
  tpm: boolean;
  hostname: string;
  userName: string;
  userPassword: string;
  sshKeys: string;
  timezone: string;
  packages: string;
  commands: string;
}

export const emptyForm: NewMachineForm = {
  name: '',
  image: '',
  project: '',
  copy: 'LINKED',
  vcpus: '',
  memoryMiB: '',
  firmware: 'BIOS',
  tpm: false,
  hostname: '',
  userName: '',
  userPassword: '',
  sshKeys: '',
  timezone: '',
  packages: '',
  commands: '',
};

/** Paths within the request that have a field of their own in the form. */
export const formFields = [
  'name',
  'image',
  'project',
  'copy',
  'vcpus',
  'memoryMiB',
  'firmware',
  'tpm',
  'guest.hostname',
  'guest.user.name',
  'guest.user.password',
  'guest.user.sshKeys',
  'guest.timezone',
  'guest.packages',
  'guest.commands',
] as const;

export type FormField = (typeof formFields)[number];

/** Names of packages, with anything between them; undefined when there are none. */
function wordsOf(text: string): string[] | undefined {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  return words.length > 0 ? words : undefined;
}

function guestOf(form: NewMachineForm): Guest | undefined {
  const sshKeys = linesOf(form.sshKeys);
  const withUser = textOf(form.userName) !== undefined || form.userPassword !== '' || sshKeys !== undefined;
  const guest: Guest = {
    hostname: textOf(form.hostname),
    user: withUser ? { name: form.userName.trim(), password: form.userPassword || undefined, sshKeys } : undefined,
    timezone: textOf(form.timezone),
    packages: wordsOf(form.packages),
    commands: linesOf(form.commands),
  };
  return Object.values(guest).some((value) => value !== undefined) ? guest : undefined;
}

/** What the form asks for; undefined as long as it names no image or no machine. */
export function machineRequest(form: NewMachineForm): CreateMachine | undefined {
  if (form.name.trim() === '' || form.image === '') return undefined;
  return {
    name: form.name.trim(),
    image: form.image,
    copy: form.copy,
    vcpus: numberOf(form.vcpus),
    memoryMiB: numberOf(form.memoryMiB),
    firmware: form.firmware === 'BIOS' ? undefined : form.firmware,
    tpm: form.tpm || undefined,
    guest: guestOf(form),
    project: textOf(form.project),
  };
}
