import { describe, expect, it } from 'vitest';
import { curve } from './curve';

describe('curve', () => {
  it('goes from left to right, with 100 at the top', () => {
    expect(curve([0, 50, 100])).toEqual(['0.00,100.00 50.00,50.00 100.00,0.00']);
  });
  it('leaves gaps where nothing is known', () => {
    expect(curve([10, undefined, 20])).toEqual(['0.00,90.00', '100.00,80.00']);
  });
  it('stays within the drawing', () => {
    expect(curve([-5, 130])).toEqual(['0.00,100.00 100.00,0.00']);
  });
  it('of nothing is nothing', () => {
    expect(curve([])).toEqual([]);
    expect(curve([undefined])).toEqual([]);
  });
});
