import { describe, expect, it } from 'vitest';
import { changesOf } from './changes';

describe('changesOf', () => {
  it('tells what differs', () => {
    expect(changesOf('{"state":"RUNNING","name":"web"}', '{"state":"STOPPED","name":"web","at":{"a":1}}')).toEqual([
      { field: 'state', before: 'RUNNING', after: 'STOPPED' },
      { field: 'at', before: undefined, after: '{"a":1}' },
    ]);
  });

  it('tells all of what came into being or went', () => {
    expect(changesOf(undefined, '{"name":"web","vcpus":2}')).toEqual([
      { field: 'name', before: undefined, after: 'web' },
      { field: 'vcpus', before: undefined, after: '2' },
    ]);
    expect(changesOf('{"name":"web"}', undefined)).toEqual([{ field: 'name', before: 'web', after: undefined }]);
  });

  it('shows what is no object as it is', () => {
    expect(changesOf('[1,2]', '{broken')).toEqual([{ field: '', before: '[1,2]', after: '{broken' }]);
    expect(changesOf(undefined, undefined)).toEqual([]);
  });
});
