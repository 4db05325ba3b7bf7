import type { Fault } from '../api/types';

/** Faults next to the field that they concern; those that concern none of the fields are under `rest`. */
export interface SortedFaults<Field extends string> {
  of: (field: Field) => Fault | undefined;
  rest: Fault[];
}

/**
 * Puts each fault to the field of the form whose path begins its own, so that `guest.commands[2]` stands next to the field
 * `guest.commands`.
 */
export function sortFaults<Field extends string>(faults: Fault[], fields: readonly Field[]): SortedFaults<Field> {
  const byField = new Map<Field, Fault>();
  const rest: Fault[] = [];
  for (const fault of faults) {
    const field = fields
      .filter((each) => within(fault.field, each))
      .reduce<Field | undefined>(
        (longest, each) => (longest && longest.length >= each.length ? longest : each),
        undefined,
      );
    if (field === undefined) rest.push(fault);
    else if (!byField.has(field)) byField.set(field, fault);
  }
  return { of: (field) => byField.get(field), rest };
}

function within(path: string | undefined, field: string): boolean {
  return path === field || (path?.startsWith(field) === true && /^[.[]/.test(path.slice(field.length)));
}
