import { describe, expect, it } from 'vitest';
import { bytes, count, duration, gibibytes, inGibibytes, mebibytes, share, since } from './format';

describe('sizes', () => {
  it('are written in the largest unit that leaves a number of at least one', () => {
    expect(bytes(0)).toBe('0 bytes');
    expect(bytes(1023)).toBe('1,023 bytes');
    expect(bytes(1536)).toBe('1.5 KiB');
    expect(bytes(3 * 1024 ** 3)).toBe('3 GiB');
    expect(mebibytes(512)).toBe('512 MiB');
  });
  it('are typed in GiB and come to whole MiB', () => {
    expect(inGibibytes(400 * 1024 ** 2)).toBe('0.391');
    expect(gibibytes('0.391')).toBe(400 * 1024 ** 2);
    expect(gibibytes('1,5')).toBe(1536 * 1024 ** 2);
    expect(gibibytes('0')).toBe(0);
    expect(gibibytes(' ')).toBeUndefined();
    expect(gibibytes('much')).toBeUndefined();
  });
});

describe('lengths of time', () => {
  it('name no more than two units', () => {
    expect(duration(0.2)).toBe('under 1 s');
    expect(duration(59.4)).toBe('59 s');
    expect(duration(80)).toBe('1 min 20 s');
    expect(duration(120)).toBe('2 min');
    expect(duration(3 * 3600 + 61)).toBe('3 h 1 min');
  });
});

describe('points in time', () => {
  const now = Date.parse('2030-01-01T12:00:00Z');
  it('are told from now', () => {
    expect(since('2030-01-01T11:59:50Z', now)).toBe('just now');
    expect(since('2030-01-01T11:50:00Z', now)).toBe('10 minutes ago');
    expect(since('2029-12-31T12:00:00Z', now)).toBe('yesterday');
    expect(since('2030-04-01T12:00:00Z', now)).toBe('in 3 months');
  });
});

describe('counts and shares', () => {
  it('agree with their noun', () => {
    expect(count(0, 'machine')).toBe('no machines');
    expect(count(1, 'machine')).toBe('1 machine');
    expect(count(1200, 'machine')).toBe('1,200 machines');
  });
  it('stay between nothing and all', () => {
    expect(share(1, 0)).toBe(0);
    expect(share(3, 2)).toBe(100);
    expect(share(1, 4)).toBe(25);
  });
});
