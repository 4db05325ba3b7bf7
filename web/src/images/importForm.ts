import type { GuestAccess, ImportImage } from '../api/types';
import { numberOf, textOf } from '../shell/inputs';

/** The fields of the import dialog as they were typed. */
export interface ImportForm {
  name: string;
  description: string;
  path: string;
  format: string;
  accountName: string;
  accountPassword: string;
  guestAccess: GuestAccess;
  vcpus: string;
  memoryMiB: string;
}

/** The format that a file's name suggests. */
export function formatOf(path: string): 'qcow2' | 'raw' | undefined {
  if (/\.qcow2?$/i.test(path)) return 'qcow2';
  if (/\.(raw|img)$/i.test(path)) return 'raw';
  return undefined;
}

export function importRequest(form: ImportForm): ImportImage {
  const withAccount = form.accountName.trim() !== '' || form.accountPassword !== '';
  return {
    name: form.name.trim(),
    description: textOf(form.description),
    path: form.path.trim(),
    format: form.format,
    account: withAccount ? { name: form.accountName.trim(), password: form.accountPassword } : undefined,
    guestAccess: form.guestAccess === 'AUTO' ? undefined : form.guestAccess,
    vcpus: numberOf(form.vcpus),
    memoryMiB: numberOf(form.memoryMiB),
  };
}
