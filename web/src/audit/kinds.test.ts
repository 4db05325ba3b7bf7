import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kinds } from './kinds';

interface Description {
  paths: Record<string, Record<string, { operationId: string }>>;
}

const description = JSON.parse(
  readFileSync(new URL('../../../docs/api/openapi.json', import.meta.url), 'utf8'),
) as Description;

/** Which is no secret, changes nothing and is never refused, so that the record has nothing of it. */
const unrecorded = ['about'];

describe('the kinds of entries that can be looked for', () => {
  const named = [...Object.keys(kinds), ...unrecorded];
  const operations = Object.values(description.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  it('cover everything that the API does', () => {
    expect(operations.length).toBeGreaterThan(50);
    const without = operations.filter(
      (operation) => !named.some((kind) => operation.startsWith(kind) && /^[A-Z]/.test(operation.slice(kind.length))),
    );
    expect(without).toEqual([]);
  });
});
