import { describe, expect, it } from 'vitest';
import { extended, lifetimeOf, standing, typedLifetime } from './lifetime';

const noon = Date.parse('2026-03-01T12:00:00Z');

describe('a lifetime', () => {
  it('is written as ISO 8601 has it', () => {
    expect(lifetimeOf(' 8 ', 'H')).toBe('PT8H');
    expect(lifetimeOf('3', 'D')).toBe('P3D');
    expect(lifetimeOf('', 'D')).toBeUndefined();
  });
  it('is read back in the largest unit that says all of it', () => {
    expect(typedLifetime('PT8H')).toEqual({ lifetime: '8', lifetimeUnit: 'H' });
    expect(typedLifetime('P1826D')).toEqual({ lifetime: '1826', lifetimeUnit: 'D' });
    expect(typedLifetime('PT1M')).toEqual({ lifetime: '1', lifetimeUnit: 'M' });
    expect(typedLifetime('PT48H')).toEqual({ lifetime: '2', lifetimeUnit: 'D' });
    expect(typedLifetime('PT1H30M')).toEqual({ lifetime: '90', lifetimeUnit: 'M' });
  });
});

describe('the time that a machine has', () => {
  const machine = { expiresAt: '2026-03-01T12:10:00Z', remindAt: '2026-03-01T12:09:00Z' };
  it('is soon over from the reminder on, and over from the very moment on', () => {
    expect(standing({}, noon)).toBe('endless');
    expect(standing(machine, noon)).toBe('enough');
    expect(standing(machine, noon + 540_000)).toBe('soon');
    expect(standing(machine, noon + 600_000)).toBe('over');
  });
  it('is extended from its end, and from now where it is over or has none', () => {
    expect(extended(machine.expiresAt, '1', 'H', noon)).toBe('2026-03-01T13:10:00.000Z');
    expect(extended(machine.expiresAt, '1', 'H', noon + 3_600_000)).toBe('2026-03-01T14:00:00.000Z');
    expect(extended(undefined, '0,5', 'D', noon)).toBe('2026-03-02T00:00:00.000Z');
    expect(extended(undefined, 'x', 'D', noon)).toBeUndefined();
    expect(extended(undefined, '-1', 'D', noon)).toBeUndefined();
  });
});
