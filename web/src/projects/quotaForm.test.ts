import { describe, expect, it } from 'vitest';
import { quotaForm, quotaLimits } from './quotaForm';

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

describe('limits in the quota dialog', () => {
  it.each([
    [400 * mebibyte, '0.391'],
    [1.5 * gibibyte, '1.5'],
    [40 * gibibyte, '40'],
    [1_234_567_890, '1.15'],
    [1, '0'],
    [0, '0'],
    [undefined, ''],
  ])('leave a disk limit of %s bytes, shown as “%s”, as it is', (diskBytes, shown) => {
    const limits = { diskBytes };
    expect(quotaForm(limits).disk).toBe(shown);
    expect(quotaLimits({ ...quotaForm(limits), machines: '3' }, limits)).toMatchObject({ diskBytes, machines: 3 });
  });
  it.each([
    ['0.391', 400 * mebibyte],
    ['1.5', 1.5 * gibibyte],
    ['0', 0],
    ['', undefined],
    // Left to the server to refuse, and not taken for no limit.
    ['-1', -gibibyte],
  ])('take “%s” GiB of disk', (disk, diskBytes) => {
    const limits = { diskBytes: 7 * gibibyte };
    expect(quotaLimits({ ...quotaForm(limits), disk }, limits).diskBytes).toBe(diskBytes);
  });
  it('come back as they were', () => {
    const limits = { machines: 5, vcpus: 0, memoryMiB: 1337, diskBytes: 3 * gibibyte, images: undefined };
    expect(quotaForm(limits)).toEqual({ machines: '5', vcpus: '0', memory: '1.3056640625', disk: '3', images: '' });
    expect(quotaLimits(quotaForm(limits), limits)).toEqual(limits);
  });
});
