import {
  Button,
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  Grid,
  GridItem,
  Label,
  Stack,
  StackItem,
} from '@patternfly/react-core';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import PlusCircleIcon from '@patternfly/react-icons/dist/esm/icons/plus-circle-icon';
import { Link } from 'react-router';
import { useUser } from '../access/session';
import type { Job, Machine, Page } from '../api/types';
import { useImages } from '../images/calls';
import { isActive, useActiveJobs, useJobs } from '../jobs/calls';
import { JobBadge } from '../jobs/JobBadge';
import { JobProgress } from '../jobs/JobProgress';
import { progressText } from '../jobs/progress';
import { useMachines } from '../machines/calls';
import { MachineBadge } from '../machines/MachineBadge';
import { Thumbnail } from '../machines/Thumbnail';
import { useProject } from '../projects/calls';
import { QuotaBars } from '../projects/QuotaBars';
import { Fetched } from '../shell/Fetched';
import { PageFrame } from '../shell/PageFrame';
import { Since } from '../shell/Since';

const shownMachines = 6;
const shownJobs = 5;

export function HomePage() {
  const user = useUser();
  const machines = useMachines({ limit: shownMachines });
  const active = useActiveJobs();
  return (
    <PageFrame
      title={`Hello, ${user.displayName}`}
      actions={
        <Button
          component={(properties) => <Link {...properties} to="/machines/new" />}
          icon={<PlusCircleIcon />}
          data-testid="new-machine"
        >
          New machine
        </Button>
      }
    >
      <Fetched query={machines} what="Your machines">
        {(page) => (
          <Grid hasGutter>
            {page.total === 0 && (
              <GridItem span={12}>
                <FirstSteps />
              </GridItem>
            )}
            {page.total > 0 && (
              <GridItem span={12} xl={8}>
                <MyMachines page={page} jobs={active.data?.items ?? []} />
              </GridItem>
            )}
            <GridItem span={12} xl={page.total > 0 ? 4 : 12}>
              <LatestJobs />
              <QuotaLeft />
            </GridItem>
          </Grid>
        )}
      </Fetched>
    </PageFrame>
  );
}

function MyMachines({ page, jobs }: { page: Page<Machine>; jobs: Job[] }) {
  return (
    <Card component="section" isFullHeight>
      <CardHeader actions={{ actions: <Link to="/machines">All {page.total}</Link>, hasNoOffset: true }}>
        <CardTitle component="h2">My machines</CardTitle>
      </CardHeader>
      <CardBody>
        <ul className="pando-tiles">
          {page.items.map((machine) => (
            <li key={machine.id}>
              <Link
                to={`/machines/${machine.id}`}
                className="pando-tile"
                data-testid="machine-tile"
                data-machine={machine.name}
              >
                <Thumbnail machine={machine} width={112} />
                <span className="pando-tile-text">
                  <strong>{machine.name}</strong>
                  <span className="pando-secondary">{machine.addresses[0] ?? machine.image}</span>
                  <MachineBadge machine={machine} job={jobs.find((job) => job.id === machine.jobId)} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}

function LatestJobs() {
  const active = useActiveJobs();
  const latest = useJobs({ limit: shownJobs });
  const running = active.data?.items ?? [];
  return (
    <Card component="section" isFullHeight>
      <CardHeader actions={{ actions: <Link to="/jobs">All jobs</Link>, hasNoOffset: true }}>
        <CardTitle component="h2">{running.length > 0 ? 'Jobs at work' : 'Latest jobs'}</CardTitle>
      </CardHeader>
      <CardBody>
        <Fetched query={latest} what="The jobs">
          {(page) => {
            const jobs = running.length > 0 ? running : page.items;
            if (jobs.length === 0)
              return <p className="pando-secondary">What takes a while shows its progress here.</p>;
            return (
              <ul className="pando-job-list">
                {jobs.slice(0, shownJobs).map((job) => (
                  <li key={job.id}>
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
                ))}
              </ul>
            );
          }}
        </Fetched>
      </CardBody>
    </Card>
  );
}

/** What may still be made; nothing where there are no limits. */
function QuotaLeft() {
  const user = useUser();
  const own = useProject(user.id);
  const limits = own.data?.quota.limits;
  if (own.data === undefined || limits === undefined || Object.keys(limits).length === 0) return null;
  return (
    <Card component="section" className="pando-gap-above" data-testid="quota-left">
      <CardHeader actions={{ actions: <Link to="/projects">Projects</Link>, hasNoOffset: true }}>
        <CardTitle component="h2">My quota</CardTitle>
      </CardHeader>
      <CardBody>
        <QuotaBars quota={own.data.quota} limitedOnly />
      </CardBody>
    </Card>
  );
}

/** The way from nothing to a machine on the screen. */
function FirstSteps() {
  const images = useImages({ state: 'READY', limit: 1 });
  const hasImage = (images.data?.total ?? 0) > 0;
  return (
    <Card component="section" data-testid="first-steps">
      <CardTitle component="h2">Three steps to your first machine</CardTitle>
      <CardBody>
        <Grid hasGutter md={4}>
          <FirstStep number={1} title="An image" isDone={hasImage}>
            <p>The master that machines are cloned from.</p>
            <Link to={hasImage ? '/images' : '/images?dialog=import'}>
              {hasImage ? 'See the images' : 'Import an image'}
            </Link>
          </FirstStep>
          <FirstStep number={2} title="Your first clone" isDone={false}>
            <p>Named by you, with your account in it, ready in seconds.</p>
            {hasImage ? (
              <Link to="/machines/new">Create a machine</Link>
            ) : (
              <span className="pando-secondary">Once there is an image.</span>
            )}
          </FirstStep>
          <FirstStep number={3} title="Its console" isDone={false}>
            <p>The screen of your machine, live in this page.</p>
            <span className="pando-secondary">Opens from the machine's page.</span>
          </FirstStep>
        </Grid>
      </CardBody>
    </Card>
  );
}

function FirstStep({
  number,
  title,
  isDone,
  children,
}: {
  number: number;
  title: string;
  isDone: boolean;
  children: React.ReactNode;
}) {
  return (
    <GridItem>
      <Stack hasGutter>
        <StackItem>
          {isDone ? (
            <Label status="success" icon={<CheckCircleIcon />}>
              Step {number}: done
            </Label>
          ) : (
            <Label color="blue">Step {number}</Label>
          )}
        </StackItem>
        <StackItem>
          <h3 className="pando-step-title">{title}</h3>
          {children}
        </StackItem>
      </Stack>
    </GridItem>
  );
}
