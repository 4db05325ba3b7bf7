import { Link } from 'react-router';
import type { Machine } from '../api/types';
import { useChange } from '../api/useChange';
import { useNotices } from '../shell/notices';
import { send, type Command } from './calls';
import { commandLabels, commandParticiples } from './machineState';

interface Wish {
  command: Command;
  machine: string;
  name: string;
}

/** Gives commands to single machines and says what became of them. */
export function useCommand() {
  const { tell, tellProblem } = useNotices();
  const change = useChange(
    ({ command, machine }: Wish, key) => send(command, machine, key),
    (job, { command, name }) =>
      tell({
        variant: 'info',
        title: `${commandParticiples[command]} ${name}`,
        body: <Link to={`/jobs/${job.id}`}>Follow the job</Link>,
      }),
  );
  return {
    isPending: change.isPending,
    pendingCommand: change.isPending ? change.variables.command : undefined,
    give: (command: Command, machine: Machine) =>
      change.mutate(
        { command, machine: machine.id, name: machine.name },
        { onError: (error) => tellProblem(error, `${commandLabels[command]} of ${machine.name} was not possible`) },
      ),
  };
}
