import { describe, expect, it } from 'vitest';
import { formatOf, importRequest, type ImportForm } from './importForm';

const form: ImportForm = {
  source: 'host',
  project: '',
  name: ' debian ',
  description: '',
  path: '/images/debian.qcow2',
  url: '',
  sha256: '',
  upload: '',
  format: 'qcow2',
  accountName: '',
  accountPassword: '',
  guestAccess: 'AUTO',
  vcpus: '',
  memoryMiB: '1024',
};

const sent = (changes: Partial<ImportForm>): unknown => {
  const request = importRequest({ ...form, ...changes });
  return typeof request === 'string' ? request : JSON.parse(JSON.stringify(request));
};

describe('a request to import', () => {
  it('leaves out what was left empty', () => {
    expect(sent({})).toEqual({ name: 'debian', path: '/images/debian.qcow2', format: 'qcow2', memoryMiB: 1024 });
  });
  it('names the project that was chosen', () => {
    expect(sent({ project: 'p1' })).toMatchObject({ project: 'p1' });
  });
  it('names the one place that was chosen', () => {
    expect(sent({ source: 'upload', upload: 'u1' })).toEqual({
      name: 'debian',
      upload: 'u1',
      format: 'qcow2',
      memoryMiB: 1024,
    });
    expect(sent({ source: 'address', url: ' https://example.org/a ', sha256: 'ab' })).toEqual({
      name: 'debian',
      url: 'https://example.org/a',
      sha256: 'ab',
      format: 'qcow2',
      memoryMiB: 1024,
    });
  });
  it('says what is missing', () => {
    expect(sent({ source: 'upload' })).toBe('A file has to be uploaded first.');
    expect(sent({ source: 'address' })).toBe('An address is needed.');
    expect(sent({ path: ' ' })).toBe('A path is needed.');
    expect(sent({ name: ' ' })).toBe('A name is needed.');
    expect(sent({ format: '' })).toBe('Choose the format of the file.');
  });
  it('names the account as soon as any of it was given', () => {
    expect(sent({ accountName: 'root', accountPassword: ' secret' })).toMatchObject({
      account: { name: 'root', password: ' secret' },
    });
  });
  it('guesses the format by the name of the file', () => {
    expect(formatOf('/a/b.QCOW2')).toBe('qcow2');
    expect(formatOf('/a/b.img')).toBe('raw');
    expect(formatOf('b.img.xz')).toBe('raw.xz');
    expect(formatOf('https://example.org/a.ova?token=x.raw')).toBe('ova');
    expect(formatOf('/a/b')).toBeUndefined();
  });
});
