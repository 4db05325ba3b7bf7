import { Label, Spinner, type LabelProps } from '@patternfly/react-core';
import type { JobState } from '../api/types';
import { stateLabels } from './progress';

const colors: Record<JobState, LabelProps['color'] | undefined> = {
  QUEUED: 'grey',
  RUNNING: 'blue',
  UNDOING: 'orange',
  DONE: undefined,
  FAILED: undefined,
  CANCELLED: 'grey',
};

export function JobBadge({ state }: { state: JobState }) {
  const working = state === 'RUNNING' || state === 'UNDOING';
  return (
    <Label
      isCompact
      color={colors[state]}
      status={state === 'DONE' ? 'success' : state === 'FAILED' ? 'danger' : undefined}
      icon={working ? <Spinner size="sm" isInline aria-hidden="true" aria-valuetext="at work" /> : undefined}
      data-testid="job-state"
      data-state={state}
    >
      {stateLabels[state]}
    </Label>
  );
}
