import { describe, expect, it } from 'vitest';
import { cookie, queryString } from './client';
import { IdempotencyKeys, randomIdentifier } from './idempotency';
import { problemFrom } from './problem';

describe('query parameters', () => {
  it('leave out what is not set and repeat lists', () => {
    expect(queryString({ query: '', name: undefined, state: ['RUNNING', 'FAILED'], limit: 25 })).toBe(
      '?state=RUNNING&state=FAILED&limit=25',
    );
    expect(queryString({})).toBe('');
  });
  it('are encoded', () => {
    expect(queryString({ query: 'a&b=ü' })).toBe('?query=a%26b%3D%C3%BC');
  });
});

describe('a cookie', () => {
  it('is found by its whole name', () => {
    expect(cookie('XSRF-TOKEN', 'OLD-XSRF-TOKEN=1; XSRF-TOKEN=a%3Db')).toBe('a=b');
    expect(cookie('XSRF-TOKEN', '')).toBeUndefined();
  });
});

describe('an idempotency key', () => {
  it('is a UUID of version 4', () => {
    expect(randomIdentifier()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
  it('is reused until the request was answered', () => {
    const keys = new IdempotencyKeys();
    const first = keys.keyFor({ name: 'web' });
    expect(keys.keyFor({ name: 'web' })).toBe(first);
    expect(keys.keyFor({ name: 'db' })).not.toBe(first);
    keys.answered({ name: 'web' });
    expect(keys.keyFor({ name: 'web' })).not.toBe(first);
  });
});

describe('a refused request', () => {
  it('is told in the words of the server', () => {
    const problem = problemFrom(409, 'Conflict', {
      type: 'urn:pando:problem:name-taken',
      title: 'The name is taken',
      detail: 'You have web2 already.',
    });
    expect(problem).toMatchObject({ status: 409, detail: 'You have web2 already.' });
  });
  it('is told in plain words where something else answered', () => {
    expect(problemFrom(500, 'Internal Server Error', undefined).detail).toBe(
      'The server answered 500 (Internal Server Error).',
    );
    expect(problemFrom(502, '', '<html>').detail).toBe('Pando does not answer.');
  });
});
