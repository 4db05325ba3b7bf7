import { Card, CardBody, CardTitle, DescriptionList, Grid, GridItem, Stack, StackItem } from '@patternfly/react-core';
import { useParams } from 'react-router';
import type { Job } from '../api/types';
import { Fact } from '../shell/Fact';
import { Fetched } from '../shell/Fetched';
import { PageFrame } from '../shell/PageFrame';
import { Since } from '../shell/Since';
import { useJob } from './calls';
import { JobBadge } from './JobBadge';
import { JobPanel } from './JobPanel';
import { PlanView } from './PlanView';
import { jobDuration } from './progress';
import { SubjectLink } from './SubjectLink';

export function JobPage() {
  const { id = '' } = useParams();
  const job = useJob(/^\d+$/.test(id) ? Number(id) : -1);
  return (
    <PageFrame
      title={job.data?.title ?? `Job ${id}`}
      badge={job.data && <JobBadge state={job.data.state} />}
      above={[{ label: 'Jobs', path: '/jobs' }]}
    >
      <Fetched query={job} what="The job">
        {(data) => (
          <Grid hasGutter>
            <GridItem span={12} xl={7}>
              <Card component="section">
                <CardTitle component="h2">Steps</CardTitle>
                <CardBody>
                  <JobPanel job={data} />
                </CardBody>
              </Card>
            </GridItem>
            <GridItem span={12} xl={5}>
              <Stack hasGutter>
                <StackItem>
                  <Facts job={data} />
                </StackItem>
                {data.plan && (
                  <StackItem>
                    <Card component="section">
                      <CardTitle component="h2">The plan it follows</CardTitle>
                      <CardBody>
                        <PlanView plan={data.plan} />
                      </CardBody>
                    </Card>
                  </StackItem>
                )}
              </Stack>
            </GridItem>
          </Grid>
        )}
      </Fetched>
    </PageFrame>
  );
}

function Facts({ job }: { job: Job }) {
  return (
    <Card component="section">
      <CardTitle component="h2">About</CardTitle>
      <CardBody>
        <DescriptionList isHorizontal isCompact>
          <Fact term="Number">{job.id}</Fact>
          <Fact term="Works on">
            <SubjectLink subject={job.subject} />
          </Fact>
          <Fact term="Owner">{job.owner.displayName}</Fact>
          <Fact term="Asked for">
            <Since instant={job.createdAt} />
          </Fact>
          {job.finishedAt && (
            <Fact term="Ended">
              <Since instant={job.finishedAt} />
            </Fact>
          )}
          {job.finishedAt && <Fact term="Took">{jobDuration(job)}</Fact>}
        </DescriptionList>
      </CardBody>
    </Card>
  );
}
