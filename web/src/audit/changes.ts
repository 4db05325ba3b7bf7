/** One property of an object, as it was and as it is. */
export interface Change {
  field: string;
  before?: string;
  after?: string;
}

type Fields = Record<string, unknown>;

function fieldsOf(json: string | undefined): Fields | undefined {
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : { '': value };
  } catch {
    return { '': json };
  }
}

const text = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);

/** What differs between two states of an object, each JSON; all of the one where the other is not there. */
export function changesOf(before: string | undefined, after: string | undefined): Change[] {
  const old = fieldsOf(before);
  const now = fieldsOf(after);
  return [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])]
    .map((field) => ({ field, before: text(old?.[field]), after: text(now?.[field]) }))
    .filter((each) => each.before !== each.after);
}
