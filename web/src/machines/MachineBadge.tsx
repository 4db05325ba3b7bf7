import { Label, Spinner, Tooltip, type LabelProps } from '@patternfly/react-core';
import type { Job, Machine, MachineState } from '../api/types';
import { pointInTime } from '../shell/format';
import { stateLabels, transition } from './machineState';

const looks: Record<MachineState, Pick<LabelProps, 'color' | 'status'>> = {
  DEFINED: { color: 'grey' },
  PROVISIONING: { color: 'blue' },
  RUNNING: { status: 'success' },
  STOPPED: { color: 'grey' },
  SUSPENDED: { color: 'purple' },
  FAILED: { status: 'danger' },
  DELETING: { color: 'orange' },
  DELETED: { color: 'grey' },
};

/** State of a machine, with what is happening to it. */
export function MachineBadge({ machine, job }: { machine: Machine; job?: Job }) {
  const happening = transition(machine, job);
  const label = stateLabels[machine.state];
  const text = happening === undefined || happening === label ? (happening ?? label) : `${label} · ${happening}`;
  const badge = (
    <Label
      {...(happening === undefined
        ? looks[machine.state]
        : { color: machine.state === 'DELETING' ? 'orange' : 'blue' })}
      variant={machine.stale ? 'outline' : 'filled'}
      icon={
        happening === undefined ? undefined : <Spinner size="sm" isInline aria-hidden="true" aria-valuetext="at work" />
      }
      data-testid="machine-state"
      data-state={machine.state}
      data-busy={machine.busy}
    >
      {machine.stale ? `${text}?` : text}
    </Label>
  );
  if (!machine.stale) return badge;
  const seen = machine.stateSeenAt ? ` Last seen so: ${pointInTime(machine.stateSeenAt)}.` : '';
  return <Tooltip content={`The host does not answer, so this may have changed.${seen}`}>{badge}</Tooltip>;
}
