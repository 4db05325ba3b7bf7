/** Units in which people say how long a machine is to run, as the part of an ISO 8601 duration that they become. */
export type LifetimeUnit = 'M' | 'H' | 'D';

export const unitLabels: Record<LifetimeUnit, string> = { M: 'minutes', H: 'hours', D: 'days' };

const unitSeconds: Record<LifetimeUnit, number> = { M: 60, H: 3600, D: 86_400 };

/** As the API takes it; undefined where nothing was typed. What is no number is left to the server to refuse. */
export function lifetimeOf(amount: string, unit: LifetimeUnit): string | undefined {
  const typed = amount.trim();
  if (typed === '') return undefined;
  return unit === 'D' ? `P${typed}D` : `PT${typed}${unit}`;
}

/** What the fields hold for a duration that the server suggests. */
export function typedLifetime(written: string): { lifetime: string; lifetimeUnit: LifetimeUnit } {
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(written) ?? [];
  const whole = Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const unit = (['D', 'H'] as const).find((each) => whole > 0 && whole % unitSeconds[each] === 0) ?? 'M';
  return { lifetime: whole === 0 ? '' : String(Math.round(whole / unitSeconds[unit])), lifetimeUnit: unit };
}

/** What a machine has of its time. */
export type Standing = 'endless' | 'enough' | 'soon' | 'over';

export function standing(machine: { expiresAt?: string; remindAt?: string }, now: number): Standing {
  if (machine.expiresAt === undefined) return 'endless';
  if (Date.parse(machine.expiresAt) <= now) return 'over';
  return machine.remindAt !== undefined && Date.parse(machine.remindAt) <= now ? 'soon' : 'enough';
}

/** The end after so much more time: from the present end, or from now where that is past or there is none. */
export function extended(
  expiresAt: string | undefined,
  amount: string,
  unit: LifetimeUnit,
  now: number,
): string | undefined {
  const number = Number(amount.replace(',', '.'));
  if (amount.trim() === '' || !Number.isFinite(number) || number <= 0) return undefined;
  const from = Math.max(now, expiresAt === undefined ? now : Date.parse(expiresAt));
  const end = new Date(from + number * unitSeconds[unit] * 1000);
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}
