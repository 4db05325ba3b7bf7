import {
  EmptyState,
  EmptyStateBody,
  NotificationDrawer,
  NotificationDrawerBody,
  NotificationDrawerHeader,
} from '@patternfly/react-core';
import { Link } from 'react-router';
import type { Job } from '../api/types';
import { Fetched } from '../shell/Fetched';
import { count } from '../shell/format';
import { Since } from '../shell/Since';
import { isActive, useActiveJobs, useJobs } from './calls';
import { JobBadge } from './JobBadge';
import { JobProgress } from './JobProgress';
import { inOrderOfConcern, progressText } from './progress';

const shown = 12;

/** Running jobs and what became of the last ones, beside every page. */
export function JobsDrawer({ onClose }: { onClose: () => void }) {
  const running = useActiveJobs();
  const jobs = useJobs({ limit: shown });
  return (
    <NotificationDrawer role="complementary" aria-label="Jobs" data-testid="jobs-drawer">
      <NotificationDrawerHeader
        title="Jobs"
        customText={`${count(running.data?.total ?? 0, 'job')} at work`}
        onClose={onClose}
      />
      <NotificationDrawerBody className="pando-drawer-body" tabIndex={0} role="region" aria-label="Latest jobs">
        <Fetched query={jobs} what="The jobs">
          {(page) =>
            page.items.length === 0 ? (
              <EmptyState headingLevel="h2" titleText="No jobs yet" variant="sm">
                <EmptyStateBody>What takes a while shows its progress here.</EmptyStateBody>
              </EmptyState>
            ) : (
              <ul className="pando-job-list" aria-label="Latest jobs">
                {inOrderOfConcern(page.items).map((job) => (
                  <Item key={job.id} job={job} />
                ))}
              </ul>
            )
          }
        </Fetched>
        <p className="pando-drawer-foot">
          <Link to="/jobs">All jobs</Link>
        </p>
      </NotificationDrawerBody>
    </NotificationDrawer>
  );
}

function Item({ job }: { job: Job }) {
  return (
    <li data-job={job.id}>
      <div className="pando-job-head">
        <Link to={`/jobs/${job.id}`}>{job.title}</Link>
        <JobBadge state={job.state} />
      </div>
      {isActive(job) ? (
        <JobProgress job={job} />
      ) : (
        <p className="pando-secondary">
          {job.state === 'FAILED' && `${progressText(job)} · `}
          <Since instant={job.finishedAt ?? job.createdAt} />
        </p>
      )}
    </li>
  );
}
