import { describe, expect, it } from 'vitest';
import { readLabels } from './labels';

describe('readLabels', () => {
  it('takes labels apart at spaces and commas', () => {
    expect(readLabels(' zone=a, ssd  gpu')).toEqual(['gpu', 'ssd', 'zone=a']);
  });
  it('takes each once', () => {
    expect(readLabels('ssd ssd')).toEqual(['ssd']);
  });
  it('takes nothing from nothing', () => {
    expect(readLabels(' , ')).toEqual([]);
  });
});
