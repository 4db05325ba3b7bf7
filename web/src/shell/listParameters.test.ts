import { describe, expect, it } from 'vitest';
import { changeAddress, readListParameters, slice } from './listParameters';

describe('what a list shows', () => {
  it('is read from the address and falls back where the address makes no sense', () => {
    const parameters = readListParameters(new URLSearchParams('page=-3&size=5000&query=web'), '-createdAt');
    expect(parameters).toEqual({ page: 1, size: 25, query: 'web', sort: '-createdAt' });
  });
  it('becomes limit and offset', () => {
    expect(slice({ page: 3, size: 25, query: '', sort: 'name' })).toEqual({ limit: 25, offset: 50 });
  });
});

describe('a change of the address', () => {
  it('leads back to the first page when it narrows the list', () => {
    expect(changeAddress(new URLSearchParams('page=4&sort=name'), { query: 'web' }).toString()).toBe(
      'sort=name&query=web',
    );
  });
  it('keeps filters when it turns the page', () => {
    expect(changeAddress(new URLSearchParams('query=web'), { page: '2' }).toString()).toBe('query=web&page=2');
  });
  it('repeats what has several values and drops what has none', () => {
    const address = changeAddress(new URLSearchParams('query=web'), { state: ['RUNNING', 'FAILED'], query: '' });
    expect(address.toString()).toBe('state=RUNNING&state=FAILED');
  });
});
