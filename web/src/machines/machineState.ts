import type { ActionName, Job, Machine, MachineState } from '../api/types';
import { viewerReason, type Rights } from '../projects/roles';
import type { Command } from './calls';

export const stateLabels: Record<MachineState, string> = {
  DEFINED: 'Defined',
  PROVISIONING: 'Being made',
  RUNNING: 'Running',
  STOPPED: 'Stopped',
  SUSPENDED: 'Suspended',
  FAILED: 'Failed',
  DELETING: 'Being deleted',
  DELETED: 'Deleted',
};

/** States that a person may look for in the list. */
export const listedStates: MachineState[] = ['RUNNING', 'STOPPED', 'SUSPENDED', 'PROVISIONING', 'FAILED', 'DELETING'];

const transitions: Record<string, string> = {
  'machine.create': 'Being made',
  'machine.deploy': 'Being made',
  'machine.claim': 'Being made',
  'machine.start': 'Starting',
  'machine.stop': 'Stopping',
  'machine.restart': 'Restarting',
  'machine.suspend': 'Suspending',
  'machine.resume': 'Resuming',
  'machine.delete': 'Being deleted',
  'machine.rename': 'Being renamed',
  'machine.resize': 'Being resized',
  'machine.change': 'Being changed',
  'machine.move': 'Being moved',
  'snapshot.create': 'Taking a snapshot',
  'snapshot.revert': 'Going back',
  'snapshot.delete': 'Deleting a snapshot',
};

/** What is happening to a machine now, or undefined when nothing is. */
export function transition(machine: Machine, job: Pick<Job, 'kind' | 'state'> | undefined): string | undefined {
  if (!machine.busy && machine.state !== 'PROVISIONING' && machine.state !== 'DELETING') return undefined;
  if (job?.state === 'UNDOING') return 'Being undone';
  if (job && machine.busy) return transitions[job.kind] ?? 'Working';
  if (machine.state === 'PROVISIONING' || machine.state === 'DELETING') return stateLabels[machine.state];
  return 'Working';
}

export const commandLabels: Record<Command, string> = {
  start: 'Start',
  stop: 'Stop',
  'force-stop': 'Force stop',
  restart: 'Restart',
  'force-restart': 'Force restart',
  suspend: 'Suspend',
  resume: 'Resume',
  delete: 'Delete',
};

/** What a command is called while it is carried out on machines. */
export const commandParticiples: Record<Command, string> = {
  start: 'Starting',
  stop: 'Stopping',
  'force-stop': 'Forcing a stop of',
  restart: 'Restarting',
  'force-restart': 'Forcing a restart of',
  suspend: 'Suspending',
  resume: 'Resuming',
  delete: 'Deleting',
};

/** Why something cannot be done now; undefined when it can. */
export function actionReason(machine: Machine, name: ActionName, rights: Rights): string | undefined {
  const viewer = viewerReason(machine.project, rights);
  if (viewer !== undefined) return viewer;
  const action = machine.actions.find((each) => each.name === name);
  if (action?.allowed) return undefined;
  return action?.reason ?? `Not possible while the machine is ${stateLabels[machine.state].toLowerCase()}.`;
}

/**
 * Why a command cannot be given now; undefined when it can. Cutting the power stays possible while the machine runs and
 * something gentler hangs.
 */
export function refusal(machine: Machine, command: Command, rights: Rights): string | undefined {
  if (command === 'force-stop' || command === 'force-restart') {
    const gentle = actionReason(machine, command === 'force-stop' ? 'stop' : 'restart', rights);
    return machine.state === 'RUNNING' && machine.busy ? viewerReason(machine.project, rights) : gentle;
  }
  return actionReason(machine, command, rights);
}

export const consoleRefusal = (machine: Machine, rights: Rights): string | undefined =>
  actionReason(machine, 'console', rights);

/** The command line that opens a shell in the machine; undefined as long as there is no address. */
export function sshLine(machine: Pick<Machine, 'addresses' | 'account'>): string | undefined {
  const address = machine.addresses.find((each) => !each.includes(':')) ?? machine.addresses[0];
  if (address === undefined) return undefined;
  return machine.account === undefined ? `ssh ${address}` : `ssh ${machine.account}@${address}`;
}

/** Rows that may be selected and are: what is not shown is never selected. */
export function visibleSelection<T extends { id: string }>(rows: T[], selected: ReadonlySet<string>): T[] {
  return rows.filter((row) => selected.has(row.id));
}
