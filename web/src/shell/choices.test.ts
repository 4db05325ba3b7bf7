import { describe, expect, it } from 'vitest';
import { chosenNext, offered, reference } from './choices';

const own = { value: '', label: 'My machines' };
const lab = { value: 'p1', label: 'lab' };
const shut = { value: 'p2', label: 'shut', isDisabled: true };
const web = { value: 'p3', label: 'web-team' };

describe('what an address says', () => {
  it('is asked for when it may be an id or a name', () => {
    expect(reference('debian-12.qcow2')).toBe('debian-12.qcow2');
  });
  it('is not asked for otherwise', () => {
    for (const value of ['', undefined, 'a/b', '<script>', '../users', 'a b']) expect(reference(value)).toBeUndefined();
  });
});

describe('what a picker offers', () => {
  it('begins with what is always there', () => {
    expect(offered([own], [lab, web], '')).toEqual([own, lab, web]);
  });
  it('is narrowed by what is typed, also before the server has answered', () => {
    expect(offered([own], [lab, web], ' WEB ')).toEqual([web]);
    expect(offered([own], [], 'mach')).toEqual([own]);
  });
  it('has nothing twice', () => {
    expect(offered([own, lab], [lab, web], '')).toEqual([own, lab, web]);
  });
});

describe('the mark of a picker', () => {
  it('goes round, and past what cannot be chosen', () => {
    expect(chosenNext([lab, shut, web], 0, 1)).toBe(2);
    expect(chosenNext([lab, shut, web], 2, 1)).toBe(0);
    expect(chosenNext([lab, shut, web], 0, -1)).toBe(2);
  });
  it('stays where there is nothing to go to', () => {
    expect(chosenNext([], -1, 1)).toBe(-1);
    expect(chosenNext([shut], 0, 1)).toBe(0);
  });
});
