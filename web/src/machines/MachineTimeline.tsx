import { Button, Card, CardBody, CardHeader, CardTitle, Content, Flex, Stack, StackItem } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { Job, Machine } from '../api/types';
import { useJobs } from '../jobs/calls';
import { JobBadge } from '../jobs/JobBadge';
import { JobPanel } from '../jobs/JobPanel';
import { jobDuration } from '../jobs/progress';
import { useRights } from '../projects/rights';
import { Fetched } from '../shell/Fetched';
import { Since } from '../shell/Since';
import { consoleRefusal } from './machineState';

interface Properties {
  machine: Machine;
  /** The job that works on the machine, or did last. */
  job: Job | undefined;
  onOpenConsole: () => void;
}

/** What happens to a machine now, and what happened before. */
export function MachineTimeline({ machine, job, onOpenConsole }: Properties) {
  const rights = useRights();
  const jobs = useJobs({ subject: machine.id, limit: 25 });
  const ready =
    job !== undefined &&
    ['machine.create', 'machine.deploy', 'machine.claim'].includes(job.kind) &&
    job.state === 'DONE' &&
    !machine.busy &&
    consoleRefusal(machine, rights) === undefined;
  return (
    <Stack hasGutter>
      {ready && (
        <StackItem>
          <Card component="section" className="pando-ready" data-testid="machine-ready">
            <CardBody>
              <Flex justifyContent={{ default: 'justifyContentSpaceBetween' }}>
                <span>
                  <strong>{machine.name} is ready.</strong> It was made in {jobDuration(job)}.
                </span>
                <Button onClick={onOpenConsole}>Open the console</Button>
              </Flex>
            </CardBody>
          </Card>
        </StackItem>
      )}
      {job && (
        <StackItem>
          <Card component="section">
            <CardHeader actions={{ actions: <JobBadge state={job.state} />, hasNoOffset: true }}>
              <CardTitle component="h2">
                <Link to={`/jobs/${job.id}`}>{job.title}</Link>
              </CardTitle>
            </CardHeader>
            <CardBody>
              <JobPanel job={job} />
            </CardBody>
          </Card>
        </StackItem>
      )}
      <StackItem>
        <Card component="section">
          <CardTitle component="h2">Earlier</CardTitle>
          <CardBody>
            <Fetched query={jobs} what="The earlier jobs">
              {(page) => <Earlier jobs={page.items.filter((each) => each.id !== job?.id)} />}
            </Fetched>
          </CardBody>
        </Card>
      </StackItem>
    </Stack>
  );
}

function Earlier({ jobs }: { jobs: Job[] }) {
  if (jobs.length === 0)
    return (
      <Content component="p" className="pando-secondary">
        Nothing happened to this machine before.
      </Content>
    );
  return (
    <ul className="pando-earlier">
      {jobs.map((job) => (
        <li key={job.id}>
          <JobBadge state={job.state} />
          <Link to={`/jobs/${job.id}`}>{job.title}</Link>
          <span className="pando-secondary">
            <Since instant={job.createdAt} />
            {job.finishedAt && ` · took ${jobDuration(job) ?? ''}`}
          </span>
          {job.problem && <span className="pando-step-problem">{job.problem.detail}</span>}
        </li>
      ))}
    </ul>
  );
}
