const number = (digits: number) => new Intl.NumberFormat('en', { maximumFractionDigits: digits });

/** A size for people: binary units, three significant digits. */
export function bytes(size: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let value = size;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${number(value < 10 && unit > 0 ? 1 : 0).format(value)} ${units[unit] ?? ''}`;
}

export const mebibytes = (size: number): string => bytes(size * 1024 * 1024);

const gibibyte = 2 ** 30;

/** A number of GiB as it is typed, in bytes; undefined while it is none. Whole MiB, as the server wants it. */
export function gibibytes(text: string): number | undefined {
  const value = Number(text.replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(value)) return undefined;
  return Math.round(value * 1024) * 2 ** 20;
}

/** A number of GiB to be typed over: three decimals, which say nearly every whole MiB. */
export const inGibibytes = (size: number): string => String(Math.round((size / gibibyte) * 1000) / 1000);

/** A length of time for people, for example `1 min 20 s`. */
export function duration(seconds: number): string {
  if (seconds < 1) return 'under 1 s';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** Length of time between two instants, in seconds. */
export function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago something was, or how soon it will be. */
export function since(instant: string, now: number): string {
  const seconds = (Date.parse(instant) - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return seconds > 0 ? 'in a moment' : 'just now';
  if (size < 45 * 60) return relative.format(Math.round(seconds / 60), 'minute');
  if (size < 22 * 3600) return relative.format(Math.round(seconds / 3600), 'hour');
  if (size < 26 * 86_400) return relative.format(Math.round(seconds / 86_400), 'day');
  if (size < 320 * 86_400) return relative.format(Math.round(seconds / (30.4 * 86_400)), 'month');
  return relative.format(Math.round(seconds / (365 * 86_400)), 'year');
}

/** A point in time, in the person's own language and zone. */
export function pointInTime(instant: string): string {
  return new Date(instant).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** `1 machine`, `2 machines`, `no machines`. */
export function count(size: number, noun: string): string {
  if (size === 0) return `no ${noun}s`;
  return `${number(0).format(size)} ${noun}${size === 1 ? '' : 's'}`;
}

export const percent = (value: number): string => `${Math.floor(value)}%`;

/** Share of a whole, 0 to 100; 0 when the whole is nothing. */
export const share = (part: number, whole: number): number =>
  whole > 0 ? Math.min(100, Math.max(0, (part / whole) * 100)) : 0;
