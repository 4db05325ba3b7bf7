import { describe, expect, it } from 'vitest';
import { afterClose, delayBefore } from './reconnection';

describe('a console that has closed', () => {
  it('is opened again, more and more patiently', () => {
    const delays = [0, 1, 2, 3, 4, 5, 50].map(delayBefore);
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000]);
    expect(afterClose(1006, 0)).toEqual({ kind: 'retry', reason: 'The connection was lost.', delay: 500 });
  });
  it('says so when the guest stopped', () => {
    expect(afterClose(4000, 2)).toMatchObject({ kind: 'retry', delay: 2000 });
  });
  it('stays closed when the right to it is gone', () => {
    expect(afterClose(4001, 0).kind).toBe('end');
  });
  it('says what to do about a screen that only the next start makes reachable', () => {
    const next = afterClose(4004, 0);
    expect(next.kind).toBe('end');
    expect(next.reason).toContain('Switch it off and start it again');
  });
  it('waits for one of those who look to leave', () => {
    expect(afterClose(4005, 5)).toMatchObject({ kind: 'retry', delay: 15_000 });
  });
});
