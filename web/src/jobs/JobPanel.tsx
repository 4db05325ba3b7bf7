import { Flex, FlexItem, Stack, StackItem } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import type { Job } from '../api/types';
import { useRights } from '../projects/rights';
import { viewerReason } from '../projects/roles';
import { AllowedButton } from '../shell/AllowedButton';
import { ProblemAlert } from '../shell/ProblemAlert';
import { RequestError } from '../api/problem';
import { isActive, useCancelJob, useRetryJob } from './calls';
import { JobProgress } from './JobProgress';
import { JobSteps } from './JobSteps';

interface Properties {
  job: Job;
  /** Where to go when it is tried again; the new job's own page when absent. */
  onRetried?: (job: Job) => void;
}

/** How far a job is, what it does, and what can be done about it. */
export function JobPanel({ job, onRetried }: Properties) {
  const navigate = useNavigate();
  const { cancel, isPending: cancelling } = useCancelJob();
  const { retry, isPending: retrying } = useRetryJob(onRetried ?? ((next) => void navigate(`/jobs/${next.id}`)));
  const active = isActive(job);
  const rights = useRights();
  const viewer = job.project && viewerReason(job.project, rights);
  return (
    <Stack hasGutter>
      {active && (
        <StackItem>
          <Flex
            alignItems={{ default: 'alignItemsFlexStart' }}
            gap={{ default: 'gapLg' }}
            flexWrap={{ default: 'nowrap' }}
          >
            <FlexItem grow={{ default: 'grow' }}>
              <JobProgress job={job} />
            </FlexItem>
            <FlexItem>
              <AllowedButton
                variant="secondary"
                size="sm"
                isLoading={cancelling}
                reason={viewer ?? cancelReason(job)}
                onClick={() => cancel(job.id)}
              >
                Cancel
              </AllowedButton>
            </FlexItem>
          </Flex>
        </StackItem>
      )}
      {job.problem && (
        <StackItem>
          <ProblemAlert error={new RequestError(job.problem)} title={`${job.title} failed: ${job.problem.title}`} />
        </StackItem>
      )}
      {job.state === 'FAILED' && (
        <StackItem>
          <AllowedButton variant="primary" isLoading={retrying} reason={viewer} onClick={() => retry(job.id)}>
            Try again
          </AllowedButton>
        </StackItem>
      )}
      <StackItem>
        <JobSteps job={job} />
      </StackItem>
    </Stack>
  );
}

function cancelReason(job: Job): string | undefined {
  if (job.state === 'UNDOING') return 'It is being undone already.';
  if (job.cancelRequested) return 'It was asked to end already.';
  return undefined;
}
