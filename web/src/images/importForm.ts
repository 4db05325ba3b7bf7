import type { GuestAccess, ImportImage } from '../api/types';
import { numberOf, textOf } from '../shell/inputs';

/** Where the file comes from. */
export type ImportSource = 'upload' | 'address' | 'host';

/** The fields of the import dialog as they were typed. */
export interface ImportForm {
  source: ImportSource;
  /** Id of a project; empty for one's own, and for everybody's where an administrator imports. */
  project: string;
  name: string;
  description: string;
  path: string;
  url: string;
  sha256: string;
  /** Id of a complete upload. */
  upload: string;
  format: string;
  accountName: string;
  accountPassword: string;
  guestAccess: GuestAccess;
  vcpus: string;
  memoryMiB: string;
}

export const formats: { value: string; label: string }[] = [
  { value: 'qcow2', label: 'qcow2' },
  { value: 'raw', label: 'raw' },
  { value: 'vmdk', label: 'VMDK' },
  { value: 'vhdx', label: 'VHDX' },
  { value: 'vdi', label: 'VDI' },
  { value: 'ova', label: 'OVA (archive with a machine)' },
  { value: 'raw.gz', label: 'raw, compressed with gzip' },
  { value: 'raw.xz', label: 'raw, compressed with xz' },
  { value: 'raw.zst', label: 'raw, compressed with zstd' },
];

const endings: [RegExp, string][] = [
  [/\.(raw|img)\.gz$/i, 'raw.gz'],
  [/\.(raw|img)\.xz$/i, 'raw.xz'],
  [/\.(raw|img)\.zst$/i, 'raw.zst'],
  [/\.qcow2?$/i, 'qcow2'],
  [/\.(raw|img)$/i, 'raw'],
  [/\.vmdk$/i, 'vmdk'],
  [/\.vhdx$/i, 'vhdx'],
  [/\.vdi$/i, 'vdi'],
  [/\.ova$/i, 'ova'],
];

/** The format that a file's name or address suggests. */
export function formatOf(name: string): string | undefined {
  const path = name.replace(/[?#].*$/, '');
  return endings.find(([ending]) => ending.test(path))?.[1];
}

/** What is to be sent, or why that cannot be said yet. */
export function importRequest(form: ImportForm): ImportImage | string {
  const from = sourceOf(form);
  if (typeof from === 'string') return from;
  if (form.name.trim() === '') return 'A name is needed.';
  if (form.format === '') return 'Choose the format of the file.';
  const withAccount = form.accountName.trim() !== '' || form.accountPassword !== '';
  return {
    name: form.name.trim(),
    description: textOf(form.description),
    ...from,
    project: textOf(form.project),
    format: form.format,
    account: withAccount ? { name: form.accountName.trim(), password: form.accountPassword } : undefined,
    guestAccess: form.guestAccess === 'AUTO' ? undefined : form.guestAccess,
    vcpus: numberOf(form.vcpus),
    memoryMiB: numberOf(form.memoryMiB),
  };
}

function sourceOf(form: ImportForm): Pick<ImportImage, 'upload' | 'url' | 'path' | 'sha256'> | string {
  switch (form.source) {
    case 'upload':
      return form.upload === '' ? 'A file has to be uploaded first.' : { upload: form.upload };
    case 'address':
      return form.url.trim() === '' ? 'An address is needed.' : { url: form.url.trim(), sha256: textOf(form.sha256) };
    case 'host':
      return form.path.trim() === '' ? 'A path is needed.' : { path: form.path.trim() };
  }
}
