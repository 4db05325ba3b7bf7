import { describe, expect, it } from 'vitest';
import { sortFaults } from './faults';

describe('faults of a request', () => {
  const fields = ['name', 'guest', 'guest.user.name', 'guest.commands'] as const;
  it('stand next to the field that they concern most closely', () => {
    const sorted = sortFaults(
      [
        { field: 'guest.user.name', message: 'Too long.' },
        { field: 'guest.commands[2]', message: 'Empty.' },
      ],
      fields,
    );
    expect(sorted.of('guest.user.name')?.message).toBe('Too long.');
    expect(sorted.of('guest.commands')?.message).toBe('Empty.');
    expect(sorted.of('guest')).toBeUndefined();
    expect(sorted.rest).toEqual([]);
  });
  it('are told apart from fields whose name only begins alike', () => {
    expect(sortFaults([{ field: 'names', message: 'Unknown.' }], fields).rest).toHaveLength(1);
  });
  it('without a field concern the whole request', () => {
    expect(sortFaults([{ message: 'The host is full.' }], fields).rest).toEqual([{ message: 'The host is full.' }]);
  });
});
