import { describe, expect, it } from 'vitest';
import { RequestError } from '../api/problem';
import type { Fault } from '../api/types';
import { faultsOf, refusal, sortFaults } from './faults';

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

describe('a refusal', () => {
  const fields = ['name', 'owner'] as const;
  const refused = (...faults: Fault[]) =>
    new RequestError({ type: 'about:blank', title: 'Not possible', status: 422, detail: 'Not possible.', faults });
  it('is no alert where the fields say all of it', () => {
    const { of, alert } = refusal(refused({ field: 'name', message: 'Taken.' }), fields);
    expect(of('name')?.message).toBe('Taken.');
    expect(of('owner')).toBeUndefined();
    expect(alert).toBeNull();
  });
  it('is an alert as well where a fault belongs to no field', () => {
    const error = refused({ field: 'name', message: 'Taken.' }, { field: 'quota', message: 'Used up.' });
    const { of, alert } = refusal(error, fields);
    expect(of('name')?.message).toBe('Taken.');
    expect(alert).toBe(error);
  });
  it('is an alert alone where nothing was said of any field', () => {
    const error = refused();
    expect(refusal(error, fields).alert).toBe(error);
    const other = new Error('broken');
    expect(faultsOf(other)).toEqual([]);
    expect(refusal(other, fields).alert).toBe(other);
  });
  it('is nothing as long as nothing was refused', () => {
    expect(refusal(null, fields).alert).toBeNull();
  });
});
