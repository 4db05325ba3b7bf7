import {
  Button,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  Flex,
  FlexItem,
  FormSelect,
  FormSelectOption,
} from '@patternfly/react-core';
import PlusCircleIcon from '@patternfly/react-icons/dist/esm/icons/plus-circle-icon';
import { useState } from 'react';
import { Link } from 'react-router';
import type { MachineState, Page, Machine } from '../api/types';
import { ImagePicker } from '../images/ImagePicker';
import { useActiveJobs } from '../jobs/calls';
import { useProject } from '../projects/calls';
import { ProjectSelect } from '../projects/ProjectSelect';
import { useRights } from '../projects/rights';
import { viewerReason } from '../projects/roles';
import { AllowedButton } from '../shell/AllowedButton';
import { reference } from '../shell/choices';
import { Fetched } from '../shell/Fetched';
import { slice, useListParameters } from '../shell/listParameters';
import { ListPagination } from '../shell/ListPagination';
import { ListSearch } from '../shell/ListSearch';
import { PageFrame } from '../shell/PageFrame';
import type { Outcome } from './bulk';
import { BulkActions, OutcomeAlert } from './BulkActions';
import { useMachineLabels, useMachines } from './calls';
import { listedStates, stateLabels, visibleSelection } from './machineState';
import { MachineTable } from './MachineTable';

const nothing: ReadonlySet<string> = new Set();

export function MachinesPage() {
  const { address, parameters, change } = useListParameters('-createdAt');
  const [selected, setSelected] = useState(nothing);
  const [outcome, setOutcome] = useState<Outcome>();

  const state = address.getAll('state').filter((each): each is MachineState => each in stateLabels);
  const image = address.get('image') ?? undefined;
  const label = address.get('label') ?? undefined;
  const chosenProject = address.get('project') ?? (address.get('owner') === 'all' ? 'all' : '');
  const owner = chosenProject === 'all' ? 'all' : undefined;
  const project = chosenProject === 'all' || chosenProject === '' ? undefined : chosenProject;
  const machines = useMachines({
    query: parameters.query || undefined,
    state,
    image,
    label,
    sort: parameters.sort,
    owner,
    project,
    ...slice(parameters),
  });
  const rights = useRights();
  const shared = useProject(reference(project)).data;
  const reason = shared && viewerReason(shared, rights);
  const known = useMachineLabels(project).data ?? [];
  const jobs = useActiveJobs(chosenProject === '' ? undefined : 'all');

  const rows = machines.data?.items ?? [];
  const chosen = visibleSelection(rows, selected);
  const filtered = parameters.query !== '' || state.length > 0 || image !== undefined || label !== undefined;
  const narrow = (values: Record<string, string | string[] | undefined>) => {
    setSelected(nothing);
    change(values);
  };
  const clear = () => narrow({ query: undefined, state: undefined, image: undefined, label: undefined });

  return (
    <PageFrame
      title={chosenProject === '' ? 'My machines' : 'Machines'}
      actions={
        <AllowedButton
          reason={reason}
          component={
            reason === undefined
              ? (properties) => (
                  <Link {...properties} to={project ? `/machines/new?project=${project}` : '/machines/new'} />
                )
              : undefined
          }
          icon={<PlusCircleIcon />}
          data-testid="new-machine"
        >
          New machine
        </AllowedButton>
      }
    >
      {outcome && <OutcomeAlert outcome={outcome} onClose={() => setOutcome(undefined)} />}
      <Flex gap={{ default: 'gapMd' }} className="pando-filters">
        <FlexItem>
          <ListSearch what="machines" parameters={parameters} change={narrow} />
        </FlexItem>
        <FlexItem>
          <FormSelect aria-label="State" value={state[0] ?? ''} onChange={(_event, value) => narrow({ state: value })}>
            <FormSelectOption value="" label="All states" />
            {listedStates.map((each) => (
              <FormSelectOption key={each} value={each} label={stateLabels[each]} />
            ))}
          </FormSelect>
        </FlexItem>
        <FlexItem>
          <ImagePicker
            value={image ?? ''}
            onChange={(value) => narrow({ image: value })}
            none="All images"
            choiceOf={({ id, name }) => ({ value: id, label: name })}
            testId="image-filter"
          />
        </FlexItem>
        {(known.length > 0 || label !== undefined) && (
          <FlexItem>
            <FormSelect
              aria-label="Label"
              value={label ?? ''}
              onChange={(_event, value) => narrow({ label: value })}
              data-testid="label-filter"
            >
              <FormSelectOption value="" label="All labels" />
              {[...new Set([...known.map((each) => each.label), ...(label === undefined ? [] : [label])])].map(
                (each) => (
                  <FormSelectOption key={each} value={each} label={each} />
                ),
              )}
            </FormSelect>
          </FlexItem>
        )}
        <FlexItem>
          <ProjectSelect
            own="My machines"
            value={chosenProject}
            onChange={(value) => narrow({ project: value, owner: undefined })}
          />
        </FlexItem>
        <FlexItem align={{ default: 'alignRight' }}>
          <ListPagination total={machines.data?.total} parameters={parameters} change={narrow} />
        </FlexItem>
      </Flex>
      {rows.length > 0 && (
        <Flex
          gap={{ default: 'gapSm' }}
          aria-label="Actions on the selected machines"
          role="group"
          className="pando-bulk"
        >
          <FlexItem className="pando-selected">
            {chosen.length === 0 ? 'Select machines to act on them' : `${chosen.length} selected`}
          </FlexItem>
          <BulkActions
            selected={chosen}
            onDone={(result) => {
              setSelected(nothing);
              setOutcome(result);
            }}
          />
        </Flex>
      )}
      <Fetched query={machines} what="The machines">
        {(page: Page<Machine>) =>
          page.items.length === 0 ? (
            <NoMachines filtered={filtered} onClear={clear} />
          ) : (
            <MachineTable
              machines={page.items}
              jobs={jobs.data?.items ?? []}
              selected={selected}
              onSelect={setSelected}
              sort={parameters.sort}
              onSort={(sort) => narrow({ sort })}
              withOwner={chosenProject !== ''}
            />
          )
        }
      </Fetched>
    </PageFrame>
  );
}

function NoMachines({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return filtered ? (
    <EmptyState headingLevel="h2" titleText="No machine matches" data-testid="no-match">
      <EmptyStateBody>No machine of yours has this name, state, image and label.</EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>
          <Button variant="link" onClick={onClear}>
            Clear the filter
          </Button>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  ) : (
    <EmptyState headingLevel="h2" titleText="No machines yet" data-testid="none-yet">
      <EmptyStateBody>
        A machine is your own copy of an image: renamed for you, with your account in it, ready in seconds.
      </EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>
          <Button component={(properties) => <Link {...properties} to="/machines/new" />}>Create the first one</Button>
        </EmptyStateActions>
        <EmptyStateActions>
          <Link to="/images">Look at the images</Link>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  );
}
