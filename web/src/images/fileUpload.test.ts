import { describe, expect, it } from 'vitest';
import { RequestError, unreachable } from '../api/problem';
import type { Upload, User } from '../api/types';
import { FileUpload, type UploadCalls } from './fileUpload';

const mebibyte = 1024 * 1024;
const owner: User = { id: 'a1', name: 'ada', displayName: 'Ada', role: 'MEMBER', createdAt: '', disabled: false };
const own = { owner, project: { id: 'a1', name: 'ada' } };

/** A server that keeps what it is sent. */
function server(failures: (() => Error)[] = [], known: Upload[] = []) {
  const said: string[] = [];
  let upload: Upload = known[0] ?? {
    ...own,
    id: 'u1',
    fileName: 'disk.raw',
    size: 0,
    received: 0,
    createdAt: '',
    expiresAt: '',
  };
  const calls: UploadCalls = {
    list: () => Promise.resolve(known),
    begin: (file) => {
      said.push('begin');
      upload = { ...upload, fileName: file.fileName, size: file.size };
      return Promise.resolve(upload);
    },
    show: () => Promise.resolve(upload),
    send: (_id, offset, part) => {
      const failure = failures.shift();
      if (failure) return Promise.reject(failure());
      said.push(`${offset}+${part.size}`);
      upload = { ...upload, received: offset + part.size };
      return Promise.resolve(upload);
    },
    cancel: () => {
      said.push('cancel');
      return Promise.resolve();
    },
  };
  return { calls, said };
}

const noon = Date.parse('2026-03-01T12:00:00Z');
const later = '2026-03-01T13:00:00Z';
const file = (size: number, lastModified = noon) => new File([new Uint8Array(size)], 'disk.raw', { lastModified });
const instantly = () => Promise.resolve();

describe('an upload', () => {
  it('goes in parts', async () => {
    const { calls, said } = server();
    const upload = new FileUpload(file(17 * mebibyte), undefined, calls, instantly);
    await upload.start();
    expect(said).toEqual([
      'begin',
      `0+${8 * mebibyte}`,
      `${8 * mebibyte}+${8 * mebibyte}`,
      `${16 * mebibyte}+${mebibyte}`,
    ]);
    expect(upload.snapshot()).toMatchObject({ state: 'complete', received: 17 * mebibyte, id: 'u1' });
  });

  it('goes on with the same file that was begun before', async () => {
    const begun = { ...own, id: 'u7', fileName: 'disk.raw', size: 5, received: 3, createdAt: later, expiresAt: '' };
    const { calls, said } = server([], [begun]);
    await new FileUpload(file(5), undefined, calls, instantly).start();
    expect(said).toEqual(['3+2']);
  });

  it('begins anew when the file was changed since', async () => {
    const begun = { ...own, id: 'u7', fileName: 'disk.raw', size: 5, received: 5, createdAt: later, expiresAt: '' };
    const { calls, said } = server([], [begun]);
    await new FileUpload(file(5, Date.parse(later) + 1), undefined, calls, instantly).start();
    expect(said).toContain('begin');
  });

  it('is for the project that was chosen, and leaves what was begun for another one', async () => {
    const begun = { ...own, id: 'u7', fileName: 'disk.raw', size: 5, received: 3, createdAt: later, expiresAt: '' };
    const { calls, said } = server([], [begun]);
    const announced: (string | undefined)[] = [];
    const begin: UploadCalls['begin'] = (wanted) => {
      announced.push(wanted.project);
      return calls.begin(wanted);
    };
    await new FileUpload(file(5), 'p1', { ...calls, begin }, instantly).start();
    expect(announced).toEqual(['p1']);
    expect(said[0]).toBe('begin');
  });

  it('leaves alone what is being imported', async () => {
    const begun = {
      ...own,
      id: 'u7',
      fileName: 'disk.raw',
      size: 5,
      received: 5,
      createdAt: '',
      expiresAt: '',
      imageId: 'i',
    };
    const { calls, said } = server([], [begun]);
    await new FileUpload(file(5), undefined, calls, instantly).start();
    expect(said).toContain('begin');
  });

  it('tries again when the network fails', async () => {
    const { calls, said } = server([() => new RequestError(unreachable), () => new RequestError(unreachable)]);
    const upload = new FileUpload(file(5), undefined, calls, instantly);
    await upload.start();
    expect(said).toEqual(['begin', '0+5']);
    expect(upload.snapshot().state).toBe('complete');
  });

  it('says why it cannot go on, and goes on when asked to', async () => {
    const refusal = new RequestError({ type: 'x', title: 'Not found', status: 404, detail: 'Gone.' });
    const { calls } = server([() => refusal]);
    const upload = new FileUpload(file(5), undefined, calls, instantly);
    await upload.start();
    expect(upload.snapshot()).toMatchObject({ state: 'failed', error: refusal });
    await upload.start();
    expect(upload.snapshot().state).toBe('complete');
  });

  it('is thrown away when it is cancelled', async () => {
    const { calls, said } = server();
    const upload = new FileUpload(file(5), undefined, calls, instantly);
    await upload.start();
    await upload.cancel();
    expect(said.at(-1)).toBe('cancel');
  });

  it('tells who listens', async () => {
    const { calls } = server();
    const upload = new FileUpload(file(5), undefined, calls, instantly);
    let told = 0;
    const quiet = upload.subscribe(() => told++);
    await upload.start();
    expect(told).toBeGreaterThan(1);
    quiet();
  });
});
