import { RequestError } from '../api/problem';
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

/** What is wrong with a request, where that is why it was refused. */
export const faultsOf = (error: unknown): Fault[] => (error instanceof RequestError ? error.faults : []);

/**
 * What a form shows of a refusal: the faults next to their fields, and the error in an alert as well unless the fields
 * say all of it.
 */
export function refusal<Field extends string>(
  error: unknown,
  fields: readonly Field[],
): Pick<SortedFaults<Field>, 'of'> & { alert: unknown } {
  const faults = faultsOf(error);
  const { of, rest } = sortFaults(faults, fields);
  return { of, alert: faults.length === 0 || rest.length > 0 ? error : null };
}

function within(path: string | undefined, field: string): boolean {
  return path === field || (path?.startsWith(field) === true && /^[.[]/.test(path.slice(field.length)));
}
