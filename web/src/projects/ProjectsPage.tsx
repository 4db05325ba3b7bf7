import {
  Alert,
  AlertActionLink,
  Button,
  EmptyState,
  EmptyStateBody,
  Flex,
  FlexItem,
  Form,
  Label,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  Switch,
  TextInput,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState, type SyntheticEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Project } from '../api/types';
import { refusal } from '../jobs/faults';
import { AllowedButton } from '../shell/AllowedButton';
import { Fetched } from '../shell/Fetched';
import { Field, fieldProperties } from '../shell/Field';
import { bytes } from '../shell/format';
import { textOf } from '../shell/inputs';
import { slice, useListParameters } from '../shell/listParameters';
import { ListPagination } from '../shell/ListPagination';
import { ListSearch } from '../shell/ListSearch';
import { useNotices } from '../shell/notices';
import { PageFrame } from '../shell/PageFrame';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useAnswer, useCreateProject, useOwnInvitations, useProjects } from './calls';
import { useRights } from './rights';
import { projectMakingReason, roleLabels } from './roles';

export function ProjectsPage() {
  const rights = useRights();
  const { administrator } = rights;
  const reason = projectMakingReason(rights);
  const { address, parameters, change } = useListParameters('');
  const all = administrator && address.get('all') === 'true';
  const projects = useProjects({ query: parameters.query || undefined, all: all || undefined, ...slice(parameters) });
  return (
    <PageFrame
      title="Projects"
      description="People in a project share its machines and images."
      actions={
        <AllowedButton reason={reason} onClick={() => change({ dialog: 'create' })} data-testid="new-project">
          New project
        </AllowedButton>
      }
    >
      <OwnInvitations />
      <Flex gap={{ default: 'gapMd' }} className="pando-filters">
        <FlexItem>
          <ListSearch what="projects" parameters={parameters} change={change} />
        </FlexItem>
        {administrator && (
          <FlexItem alignSelf={{ default: 'alignSelfCenter' }}>
            <Switch
              id="all-projects"
              label="Of everybody"
              isChecked={all}
              onChange={(_event, checked) => change({ all: checked ? 'true' : undefined })}
            />
          </FlexItem>
        )}
        <FlexItem align={{ default: 'alignRight' }}>
          <ListPagination total={projects.data?.total} parameters={parameters} change={change} />
        </FlexItem>
      </Flex>
      <Fetched query={projects} what="The projects">
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState headingLevel="h2" titleText="No project matches" data-testid="no-match">
              <EmptyStateBody>
                <Button variant="link" onClick={() => change({ query: undefined })}>
                  Clear the filter
                </Button>
              </EmptyStateBody>
            </EmptyState>
          ) : (
            <ProjectTable projects={page.items} />
          )
        }
      </Fetched>
      {address.get('dialog') === 'create' && reason === undefined && (
        <CreateProjectDialog onClose={() => change({ dialog: undefined })} />
      )}
    </PageFrame>
  );
}

/** What waits for an answer, before everything else. */
function OwnInvitations() {
  const invitations = useOwnInvitations();
  const { tell, tellProblem } = useNotices();
  const answer = useAnswer((given) =>
    tell({ variant: 'success', title: given === 'accept' ? 'You have joined' : 'The invitation was declined' }),
  );
  const give = (id: string, what: 'accept' | 'decline') =>
    answer.mutate({ id, answer: what }, { onError: (error) => tellProblem(error, 'That was not possible') });
  return (
    <>
      {invitations.data?.map((each) => (
        <Alert
          key={each.id}
          component="p"
          isInline
          variant="info"
          className="pando-gap"
          data-testid="own-invitation"
          title={`${each.invitedBy.displayName} invites you into ${each.project.name} as ${roleLabels[each.role].toLowerCase()}`}
          actionLinks={
            <>
              <AlertActionLink onClick={() => give(each.id, 'accept')}>Accept</AlertActionLink>
              <AlertActionLink onClick={() => give(each.id, 'decline')}>Decline</AlertActionLink>
            </>
          }
        />
      ))}
    </>
  );
}

const of = (used: number, limit: number | undefined, text: (value: number) => string) =>
  limit === undefined ? text(used) : `${text(used)} of ${text(limit)}`;

function ProjectTable({ projects }: { projects: Project[] }) {
  return (
    <Table aria-label="Projects" variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th>Name</Th>
          <Th>Your role</Th>
          <Th>People</Th>
          <Th>Machines</Th>
          <Th>Disk</Th>
        </Tr>
      </Thead>
      <Tbody>
        {projects.map((project) => (
          <Tr key={project.id} data-testid="project-row" data-project={project.name}>
            <Td dataLabel="Name">
              <Link to={`/projects/${project.id}`}>{project.name}</Link>{' '}
              {project.kind === 'PERSONAL' && <Label isCompact>personal</Label>}
              {project.description && <div className="pando-secondary">{project.description}</div>}
            </Td>
            <Td dataLabel="Your role">{project.role ? roleLabels[project.role] : '–'}</Td>
            <Td dataLabel="People">{project.members}</Td>
            <Td dataLabel="Machines">{of(project.quota.used.machines, project.quota.limits.machines, String)}</Td>
            <Td dataLabel="Disk">{of(project.quota.used.diskBytes, project.quota.limits.diskBytes, bytes)}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function CreateProjectDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const { administrator } = useRights();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [owner, setOwner] = useState('');
  const create = useCreateProject((project) => void navigate(`/projects/${project.id}`));
  const faults = refusal(create.error, ['name', 'description', 'owner']);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim(), description: textOf(description), owner: textOf(owner) });
  };
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="project-title">
      <ModalHeader
        title="New project"
        labelId="project-title"
        description="For people who share machines and images."
      />
      <ModalBody>
        <Form id="project-form" onSubmit={submit} data-testid="project-form">
          <Field
            id="project-name"
            label="Name"
            isRequired
            fault={faults.of('name')}
            help="Lower-case letters, digits and hyphens."
          >
            <TextInput
              {...fieldProperties('project-name', faults.of('name'))}
              value={name}
              onChange={(_event, value) => setName(value)}
              isRequired
              autoComplete="off"
            />
          </Field>
          <Field id="project-description" label="Description" fault={faults.of('description')}>
            <TextInput
              {...fieldProperties('project-description', faults.of('description'))}
              value={description}
              onChange={(_event, value) => setDescription(value)}
              autoComplete="off"
            />
          </Field>
          {administrator && (
            <Field
              id="project-owner"
              label="Owner"
              fault={faults.of('owner')}
              help="Name of an account. Empty: you yourself."
            >
              <TextInput
                {...fieldProperties('project-owner', faults.of('owner'))}
                value={owner}
                onChange={(_event, value) => setOwner(value)}
                autoComplete="off"
                autoCapitalize="none"
              />
            </Field>
          )}
          <ProblemAlert error={faults.alert} title="The project was not created" />
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form="project-form" isLoading={create.isPending} isDisabled={name.trim() === ''}>
          Create
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
