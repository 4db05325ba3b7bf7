import { Progress, ProgressMeasureLocation, ProgressVariant } from '@patternfly/react-core';
import type { Job } from '../api/types';
import { progressText } from './progress';

function variant(job: Job): ProgressVariant | undefined {
  if (job.state === 'DONE') return ProgressVariant.success;
  if (job.state === 'FAILED') return ProgressVariant.danger;
  if (job.state === 'UNDOING') return ProgressVariant.warning;
  return undefined;
}

/** A bar with the step at work and the time left. */
export function JobProgress({ job, withText = true }: { job: Job; withText?: boolean }) {
  return (
    <div data-testid="job-progress" data-percent={Math.floor(job.percent)}>
      <Progress
        value={Math.floor(job.percent)}
        variant={variant(job)}
        size="sm"
        measureLocation={ProgressMeasureLocation.outside}
        aria-label={`Progress: ${job.title}`}
      />
      {withText && <p className="pando-secondary">{progressText(job)}</p>}
    </div>
  );
}
