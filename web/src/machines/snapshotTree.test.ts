import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../api/types';
import { branches } from './snapshotTree';

const snapshot = (id: string, parentId?: string, current = false): Snapshot => ({
  id,
  name: id,
  description: '',
  state: 'READY',
  parentId,
  current,
  memory: false,
  consistency: 'OFF',
  vcpus: 1,
  memoryMiB: 512,
  createdAt: '2026-01-02T03:04:05Z',
});

describe('a tree of snapshots', () => {
  it('puts each below the one that it was built upon', () => {
    const drawn = branches([snapshot('a'), snapshot('b', 'a'), snapshot('c', 'a'), snapshot('d', 'b')]);
    expect(drawn.map(({ snapshot: { id }, depth }) => `${depth} ${id}`)).toEqual(['0 a', '1 b', '2 d', '1 c']);
  });
  it('marks the way to where the machine is now', () => {
    const drawn = branches([snapshot('a'), snapshot('b', 'a', true), snapshot('c', 'a')]);
    expect(drawn.filter((branch) => branch.leadsToNow).map((branch) => branch.snapshot.id)).toEqual(['a', 'b']);
  });
  it('shows one whose parent is not there at the root, and none twice', () => {
    const drawn = branches([snapshot('b', 'gone'), snapshot('x', 'y'), snapshot('y', 'x')]);
    expect(drawn.map((branch) => branch.snapshot.id)).toEqual(['b']);
  });
});
