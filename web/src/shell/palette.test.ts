import { describe, expect, it } from 'vitest';
import { matching, type Offer } from './palette';

const offer = (label: string, words?: string): Offer => ({
  id: label,
  group: 'Pages',
  label,
  words,
  choose: () => undefined,
});

describe('the palette', () => {
  const offers = [offer('Start web2', 'machine'), offer('My machines'), offer('web2', 'machine'), offer('Jobs')];
  it('offers everything as long as nothing is typed', () => {
    expect(matching(offers, ' ')).toHaveLength(4);
  });
  it('puts first what begins with what was typed', () => {
    expect(matching(offers, 'web').map((each) => each.label)).toEqual(['web2', 'Start web2']);
  });
  it('wants every word, in any order', () => {
    expect(matching(offers, 'WEB2 start').map((each) => each.label)).toEqual(['Start web2']);
    expect(matching(offers, 'web2 stop')).toEqual([]);
  });
});
