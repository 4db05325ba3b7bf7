import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { applyEvent, keys, mergeJob, removeRow, replaceRow } from './cache';
import type { Job, Page } from './types';

interface Row {
  id: string;
  state: string;
}

const page = (...items: Row[]): Page<Row> => ({ items, total: 10, limit: 25, offset: 0 });

describe('a page of a list', () => {
  it('takes the new object in the place of the old one', () => {
    const after = replaceRow(page({ id: 'a', state: 'STOPPED' }, { id: 'b', state: 'STOPPED' }), 'a', {
      id: 'a',
      state: 'RUNNING',
    });
    expect(after.items.map((row) => row.state)).toEqual(['RUNNING', 'STOPPED']);
  });
  it('stays the very same when the object is not on it', () => {
    const before = page({ id: 'a', state: 'STOPPED' });
    expect(replaceRow(before, 'z', { id: 'z', state: 'RUNNING' })).toBe(before);
    expect(removeRow(before, 'z')).toBe(before);
  });
  it('counts one less when a row goes', () => {
    expect(removeRow(page({ id: 'a', state: 'STOPPED' }), 'a')).toEqual({ items: [], total: 9, limit: 25, offset: 0 });
  });
});

describe('an event', () => {
  it('of a project makes everything doubtful that may be in it', () => {
    const client = new QueryClient();
    client.setQueryData(['project', 'one', 'p'], { id: 'p', name: 'old' });
    const doubtful = applyEvent(client, { type: 'project', id: 'p', object: { id: 'p', name: 'new' } });
    expect(doubtful).toEqual([['project'], ['machine'], ['image'], ['job']]);
    expect(client.getQueryData(['project', 'one', 'p'])).toEqual({ id: 'p', name: 'old' });
  });
  it('reaches the list and the object itself', () => {
    const client = new QueryClient();
    client.setQueryData(keys.list('machine', {}), page({ id: 'a', state: 'STOPPED' }));
    const doubtful = applyEvent(client, {
      type: 'machine',
      id: 'a',
      object: { id: 'a', state: 'STOPPED', name: 'web' },
    });
    expect(client.getQueryData(keys.one('machine', 'a'))).toMatchObject({ name: 'web' });
    expect(client.getQueryData<Page<Row>>(keys.list('machine', {}))?.items[0]).toMatchObject({ name: 'web' });
    expect(doubtful).toEqual([]);
  });
  it('makes lists doubtful whose filter or order its new state may concern', () => {
    const client = new QueryClient();
    const key = keys.list('machine', { state: 'STOPPED' });
    client.setQueryData(key, page({ id: 'a', state: 'STOPPED' }));
    expect(applyEvent(client, { type: 'machine', id: 'a', object: { id: 'a', state: 'RUNNING' } })).toEqual([key]);
  });
  it('takes what is gone out of lists', () => {
    const client = new QueryClient();
    client.setQueryData(keys.list('machine', {}), page({ id: 'a', state: 'STOPPED' }));
    applyEvent(client, { type: 'machine', id: 'a' });
    expect(client.getQueryData<Page<Row>>(keys.list('machine', {}))?.items).toEqual([]);
  });
});

describe('a job in an event', () => {
  const job = {
    id: 4,
    percent: 10,
    steps: [{ name: 'copy-disk' }],
    plan: { kind: 'machine.create' },
  } as unknown as Job;
  it('keeps the steps and the plan that are known', () => {
    const arrived = { id: 4, percent: 50, steps: [] } as unknown as Job;
    expect(mergeJob(job, arrived)).toMatchObject({
      percent: 50,
      steps: [{ name: 'copy-disk' }],
      plan: { kind: 'machine.create' },
    });
  });
  it('makes nothing of a job that nobody looks at', () => {
    expect(mergeJob(undefined, job)).toBeUndefined();
  });
});
