import { describe, expect, it } from 'vitest';
import { formatOf, importRequest, type ImportForm } from './importForm';

const form: ImportForm = {
  name: ' debian ',
  description: '',
  path: '/images/debian.qcow2',
  format: 'qcow2',
  accountName: '',
  accountPassword: '',
  guestAccess: 'AUTO',
  vcpus: '',
  memoryMiB: '1024',
};

describe('a request to import', () => {
  it('leaves out what was left empty', () => {
    expect(JSON.parse(JSON.stringify(importRequest(form)))).toEqual({
      name: 'debian',
      path: '/images/debian.qcow2',
      format: 'qcow2',
      memoryMiB: 1024,
    });
  });
  it('names the account as soon as any of it was given', () => {
    expect(importRequest({ ...form, accountName: 'root', accountPassword: ' secret' }).account).toEqual({
      name: 'root',
      password: ' secret',
    });
  });
  it('guesses the format by the name of the file', () => {
    expect(formatOf('/a/b.QCOW2')).toBe('qcow2');
    expect(formatOf('/a/b.img')).toBe('raw');
    expect(formatOf('/a/b')).toBeUndefined();
  });
});
