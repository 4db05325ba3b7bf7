import { problemOf } from '../api/problem';
import type { Machine } from '../api/types';
import type { Rights } from '../projects/roles';
import type { Command } from './calls';
import { refusal } from './machineState';

export interface Outcome {
  command: Command;
  done: { id: string; name: string }[];
  refused: { id: string; name: string; reason: string }[];
}

const atOnce = 4;

/**
 * Gives one command to many machines. Those that may not take it now are left out with their reason; the failure of one
 * leaves the others alone.
 */
export async function carryOutOnAll(
  command: Command,
  machines: Machine[],
  rights: Rights,
  carryOut: (machine: Machine) => Promise<unknown>,
): Promise<Outcome> {
  const outcome: Outcome = { command, done: [], refused: [] };
  const waiting = [...machines];
  const worker = async () => {
    for (let machine = waiting.shift(); machine !== undefined; machine = waiting.shift()) {
      const { id, name } = machine;
      const reason = refusal(machine, command, rights);
      if (reason !== undefined) {
        outcome.refused.push({ id, name, reason });
        continue;
      }
      try {
        await carryOut(machine);
        outcome.done.push({ id, name });
      } catch (error) {
        outcome.refused.push({ id, name, reason: problemOf(error).detail });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return outcome;
}

/** What must be typed to delete several machines. */
export const deletionPhrase = (number: number): string => `delete ${number} machines`;
