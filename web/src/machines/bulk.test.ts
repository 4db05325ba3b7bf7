import { describe, expect, it } from 'vitest';
import type { Machine } from '../api/types';
import { carryOutOnAll, deletionPhrase } from './bulk';

const machine = (name: string, allowed: boolean): Machine =>
  ({
    id: name,
    name,
    state: 'RUNNING',
    actions: [{ name: 'stop', allowed, reason: allowed ? undefined : 'It is stopped already.' }],
  }) as Machine;

describe('a command to many machines', () => {
  it('goes on past those that cannot take it and says why', async () => {
    const asked: string[] = [];
    const outcome = await carryOutOnAll(
      'stop',
      [machine('a', true), machine('b', false), machine('c', true)],
      { administrator: true, mayMakeProjects: true },
      (each) => {
        asked.push(each.name);
        return each.name === 'c' ? Promise.reject(new Error('The host does not answer.')) : Promise.resolve();
      },
    );
    expect(asked).toEqual(['a', 'c']);
    expect(outcome.done.map((each) => each.name)).toEqual(['a']);
    expect(outcome.refused.map((each) => [each.name, each.reason]).sort()).toEqual([
      ['b', 'It is stopped already.'],
      ['c', 'The host does not answer.'],
    ]);
  });
  it('is confirmed by a phrase that names their number when it deletes', () => {
    expect(deletionPhrase(3)).toBe('delete 3 machines');
  });
});
