import {
  Button,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  Flex,
  FlexItem,
  FormSelect,
  FormSelectOption,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { Link } from 'react-router';
import type { Job, JobState } from '../api/types';
import { ProjectSelect } from '../projects/ProjectSelect';
import { Fetched } from '../shell/Fetched';
import { slice, useListParameters } from '../shell/listParameters';
import { ListPagination } from '../shell/ListPagination';
import { PageFrame } from '../shell/PageFrame';
import { Since } from '../shell/Since';
import { useJobs } from './calls';
import { JobBadge } from './JobBadge';
import { JobProgress } from './JobProgress';
import { inOrderOfConcern, jobDuration, progressText, stateLabels } from './progress';
import { SubjectLink } from './SubjectLink';

const states = Object.keys(stateLabels) as JobState[];

export function JobsPage() {
  const { address, parameters, change } = useListParameters('');
  const state = address.get('state') as JobState | null;
  const chosenProject = address.get('project') ?? (address.get('owner') === 'all' ? 'all' : '');
  const owner = chosenProject === 'all' ? 'all' : undefined;
  const project = chosenProject === 'all' || chosenProject === '' ? undefined : chosenProject;
  const jobs = useJobs({ state: state ? [state] : undefined, owner, project, ...slice(parameters) });
  const filtered = state !== null;
  return (
    <PageFrame
      title="Jobs"
      description="Everything that takes a while is a job: it goes on whether you watch it or not."
    >
      <Flex gap={{ default: 'gapMd' }} className="pando-filters">
        <FlexItem>
          <FormSelect aria-label="State" value={state ?? ''} onChange={(_event, value) => change({ state: value })}>
            <FormSelectOption value="" label="All states" />
            {states.map((each) => (
              <FormSelectOption key={each} value={each} label={stateLabels[each]} />
            ))}
          </FormSelect>
        </FlexItem>
        <FlexItem>
          <ProjectSelect
            own="My jobs"
            value={chosenProject}
            onChange={(value) => change({ project: value, owner: undefined })}
          />
        </FlexItem>
        <FlexItem align={{ default: 'alignRight' }}>
          <ListPagination total={jobs.data?.total} parameters={parameters} change={change} />
        </FlexItem>
      </Flex>
      <Fetched query={jobs} what="The jobs">
        {(page) =>
          page.items.length === 0 ? (
            <NoJobs filtered={filtered} onClear={() => change({ state: undefined })} />
          ) : (
            <Rows jobs={inOrderOfConcern(page.items)} withOwner={chosenProject !== ''} />
          )
        }
      </Fetched>
    </PageFrame>
  );
}

function NoJobs({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return filtered ? (
    <EmptyState headingLevel="h2" titleText="No job in this state">
      <EmptyStateActions>
        <Button variant="link" onClick={onClear}>
          Show all jobs
        </Button>
      </EmptyStateActions>
    </EmptyState>
  ) : (
    <EmptyState headingLevel="h2" titleText="No jobs yet">
      <EmptyStateBody>
        Once you create, start or delete a machine, its progress stands here, and what became of it.
      </EmptyStateBody>
    </EmptyState>
  );
}

function Rows({ jobs, withOwner }: { jobs: Job[]; withOwner: boolean }) {
  return (
    <Table aria-label="Jobs" variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th>Job</Th>
          <Th>State</Th>
          <Th width={30}>Progress</Th>
          <Th>Works on</Th>
          {withOwner && <Th>Owner</Th>}
          <Th modifier="nowrap">Begun</Th>
          <Th modifier="nowrap">Took</Th>
        </Tr>
      </Thead>
      <Tbody>
        {jobs.map((job) => (
          <Tr key={job.id} data-testid="job-row" data-job={job.id}>
            <Td dataLabel="Job">
              <Link to={`/jobs/${job.id}`}>{job.title}</Link>
            </Td>
            <Td dataLabel="State">
              <JobBadge state={job.state} />
            </Td>
            <Td dataLabel="Progress">
              {job.finishedAt === undefined ? <JobProgress job={job} /> : <span>{progressText(job)}</span>}
            </Td>
            <Td dataLabel="Works on">
              <SubjectLink subject={job.subject} />
            </Td>
            {withOwner && <Td dataLabel="Owner">{job.owner.displayName}</Td>}
            <Td dataLabel="Begun" modifier="nowrap">
              <Since instant={job.startedAt ?? job.createdAt} />
            </Td>
            <Td dataLabel="Took" modifier="nowrap">
              {jobDuration(job) ?? '–'}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
