import {
  Button,
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  FormSelect,
  FormSelectOption,
  Grid,
  GridItem,
  Label,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useCallback, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { isAdministrator, useUser } from '../access/session';
import type { Member, Project, ProjectRole } from '../api/types';
import { AllowedButton } from '../shell/AllowedButton';
import { ConfirmDialog } from '../shell/ConfirmDialog';
import { Fetched } from '../shell/Fetched';
import { count } from '../shell/format';
import { rowsPerPage, slice, useListParameters, type ListParameters } from '../shell/listParameters';
import { ListPagination } from '../shell/ListPagination';
import { useNotices } from '../shell/notices';
import { PageFrame } from '../shell/PageFrame';
import { Since } from '../shell/Since';
import {
  useDeleteProject,
  useInvitations,
  useMembers,
  useProject,
  useRemoveMember,
  useSetMember,
  useWithdraw,
} from './calls';
import { InviteDialog } from './InviteDialog';
import { QuotaBars } from './QuotaBars';
import { QuotaDialog } from './QuotaDialog';
import { mayManage, roleLabels, soleOwner } from './roles';

export function ProjectPage() {
  const { id = '' } = useParams();
  const project = useProject(id);
  const above = [{ label: 'Projects', path: '/projects' }];
  if (project.data === undefined) {
    return (
      <PageFrame title="Project" above={above}>
        <Fetched query={project} what="The project">
          {() => null}
        </Fetched>
      </PageFrame>
    );
  }
  return <Shown project={project.data} />;
}

function Shown({ project }: { project: Project }) {
  const administrator = isAdministrator(useUser());
  const { address, parameters, change } = useListParameters('');
  const [deleting, setDeleting] = useState(false);
  const manages = mayManage(project, administrator);
  const personal = project.kind === 'PERSONAL';
  const dialog = address.get('dialog');
  const open = (wanted: string | undefined) => change({ dialog: wanted, page: address.get('page') ?? undefined });
  const close = () => open(undefined);
  const notOwner = manages ? undefined : 'Only owners of the project may do this.';
  const onlyTeams = personal ? 'This project is one person’s alone.' : notOwner;
  return (
    <PageFrame
      title={project.name}
      above={[{ label: 'Projects', path: '/projects' }]}
      badge={
        <>
          {personal && <Label>personal</Label>} {project.role && <Label color="blue">{roleLabels[project.role]}</Label>}
        </>
      }
      description={project.description || undefined}
      actions={
        <>
          <AllowedButton reason={onlyTeams} onClick={() => open('invite')} data-testid="invite">
            Invite
          </AllowedButton>{' '}
          <AllowedButton
            variant="link"
            isDanger
            reason={onlyTeams ?? inside(project)}
            onClick={() => setDeleting(true)}
            data-testid="delete-project"
          >
            Delete
          </AllowedButton>
        </>
      }
    >
      <Grid hasGutter>
        <GridItem span={12} xl={8}>
          <Members project={project} manages={manages && !personal} parameters={parameters} change={change} />
          {manages && !personal && <Invitations project={project} />}
        </GridItem>
        <GridItem span={12} xl={4}>
          <Card component="section">
            <CardHeader
              actions={{
                actions: (
                  <AllowedButton
                    variant="link"
                    isInline
                    reason={administrator ? undefined : 'Only administrators set quotas.'}
                    onClick={() => open('quota')}
                    data-testid="set-quota"
                  >
                    Change
                  </AllowedButton>
                ),
                hasNoOffset: true,
              }}
            >
              <CardTitle component="h2">Quota</CardTitle>
            </CardHeader>
            <CardBody>
              <QuotaBars quota={project.quota} />
              <p className="pando-secondary pando-gap-above">
                {project.quota.custom ? 'Limits of its own.' : 'The usual limits.'}{' '}
                <Link to={`/machines?project=${project.id}`}>Its machines</Link>
              </p>
            </CardBody>
          </Card>
        </GridItem>
      </Grid>
      {dialog === 'invite' && onlyTeams === undefined && <InviteDialog project={project} onClose={close} />}
      {dialog === 'quota' && administrator && <QuotaDialog project={project} onClose={close} />}
      {deleting && <DeleteDialog project={project} onClose={() => setDeleting(false)} />}
    </PageFrame>
  );
}

/** Why a project cannot be deleted while something is in it; undefined when it looks empty. */
function inside({ quota: { used } }: Project): string | undefined {
  const things = [used.machines > 0 && count(used.machines, 'machine'), used.images > 0 && count(used.images, 'image')];
  const named = things.filter(Boolean).join(' and ');
  return named === '' ? undefined : `It still has ${named}. Delete what is in it first.`;
}

interface MembersProperties {
  project: Project;
  manages: boolean;
  parameters: ListParameters;
  change: (values: { page: string } | { size: string }) => void;
}

function Members({ project, manages, parameters, change: turn }: MembersProperties) {
  const user = useUser();
  const members = useMembers(project.id, slice(parameters));
  const [removing, setRemoving] = useState<Member>();
  const { tell, tellProblem } = useNotices();
  const set = useSetMember(project.id);
  const change = (member: Member, role: ProjectRole) =>
    set.mutate(
      { user: member.user.id, role },
      {
        onSuccess: () =>
          tell({ variant: 'success', title: `${member.user.displayName} is ${roleLabels[role].toLowerCase()} now` }),
        onError: (error) => tellProblem(error, 'The role was not changed'),
      },
    );
  return (
    <Card component="section" className="pando-gap">
      <CardTitle component="h2">People</CardTitle>
      <CardBody>
        <Fetched query={members} what="The people">
          {(page) => {
            const sole = soleOwner(page);
            const onlyOwner = 'The project would be without an owner. Make somebody else an owner first.';
            return (
              <Table aria-label="People of the project" variant="compact" gridBreakPoint="grid-md">
                <Thead>
                  <Tr>
                    <Th>Name</Th>
                    <Th>Role</Th>
                    <Th>Since</Th>
                    <Th screenReaderText="Actions" />
                  </Tr>
                </Thead>
                <Tbody>
                  {page.items.map((member) => (
                    <Tr key={member.user.id} data-testid="member-row" data-user={member.user.name}>
                      <Td dataLabel="Name">
                        {member.user.displayName} <span className="pando-secondary">{member.user.name}</span>
                      </Td>
                      <Td dataLabel="Role">
                        {manages && member.user.id !== sole ? (
                          <FormSelect
                            aria-label={`Role of ${member.user.name}`}
                            value={member.role}
                            onChange={(_event, role) => change(member, role as ProjectRole)}
                          >
                            {(Object.keys(roleLabels) as ProjectRole[]).map((role) => (
                              <FormSelectOption key={role} value={role} label={roleLabels[role]} />
                            ))}
                          </FormSelect>
                        ) : (
                          roleLabels[member.role]
                        )}
                      </Td>
                      <Td dataLabel="Since">
                        <Since instant={member.since} />
                      </Td>
                      <Td isActionCell>
                        {project.kind === 'TEAM' && (manages || member.user.id === user.id) && (
                          <AllowedButton
                            variant="link"
                            size="sm"
                            isDanger
                            reason={member.user.id === sole ? onlyOwner : undefined}
                            onClick={() => setRemoving(member)}
                            aria-label={member.user.id === user.id ? 'Leave the project' : `Remove ${member.user.name}`}
                          >
                            {member.user.id === user.id ? 'Leave' : 'Remove'}
                          </AllowedButton>
                        )}
                      </Td>
                    </Tr>
                  ))}
                </Tbody>
              </Table>
            );
          }}
        </Fetched>
        {members.data !== undefined && members.data.total > rowsPerPage && (
          <ListPagination total={members.data.total} parameters={parameters} change={turn} />
        )}
      </CardBody>
      {removing && <RemoveDialog project={project} member={removing} onClose={() => setRemoving(undefined)} />}
    </Card>
  );
}

function RemoveDialog({ project, member, onClose }: { project: Project; member: Member; onClose: () => void }) {
  const navigate = useNavigate();
  const leaves = useUser().id === member.user.id;
  const remove = useRemoveMember(project.id);
  return (
    <ConfirmDialog
      id="remove"
      title={leaves ? `Leave ${project.name}?` : `Take ${member.user.displayName} out of ${project.name}?`}
      confirm={leaves ? 'Leave' : 'Remove'}
      onConfirm={() =>
        remove.mutate(member.user.id, {
          onSuccess: () => {
            onClose();
            if (leaves) void navigate('/projects');
          },
        })
      }
      onClose={onClose}
      isLoading={remove.isPending}
      error={remove.error}
      failure="That was not possible"
    >
      <p>Machines and images of the project stay in it. Open consoles are closed at once.</p>
    </ConfirmDialog>
  );
}

function Invitations({ project }: { project: Project }) {
  const [parameters, setParameters] = useState<ListParameters>({ page: 1, size: rowsPerPage, query: '', sort: '' });
  const invitations = useInvitations(project.id, slice(parameters));
  const turn = useCallback(
    (values: { page: string } | { size: string }) =>
      setParameters((before) =>
        'page' in values ? { ...before, page: Number(values.page) } : { ...before, page: 1, size: Number(values.size) },
      ),
    [],
  );
  const withdraw = useWithdraw(project.id);
  const { tell, tellProblem } = useNotices();
  if (invitations.data?.total === 0) return null;
  return (
    <Card component="section">
      <CardTitle component="h2">Invitations that wait for an answer</CardTitle>
      <CardBody>
        <Fetched query={invitations} what="The invitations">
          {(page) => (
            <Table aria-label="Invitations" variant="compact" gridBreakPoint="grid-md">
              <Thead>
                <Tr>
                  <Th>For</Th>
                  <Th>Role</Th>
                  <Th>Expires</Th>
                  <Th screenReaderText="Actions" />
                </Tr>
              </Thead>
              <Tbody>
                {page.items.map((each) => (
                  <Tr key={each.id} data-testid="invitation-row">
                    <Td dataLabel="For">{each.user?.displayName ?? 'Whoever has the link'}</Td>
                    <Td dataLabel="Role">{roleLabels[each.role]}</Td>
                    <Td dataLabel="Expires">
                      <Since instant={each.expiresAt} />
                    </Td>
                    <Td isActionCell>
                      <Button
                        variant="link"
                        size="sm"
                        onClick={() =>
                          withdraw.mutate(each.id, {
                            onSuccess: () => tell({ variant: 'success', title: 'The invitation was withdrawn' }),
                            onError: (error) => tellProblem(error, 'The invitation was not withdrawn'),
                          })
                        }
                        aria-label={`Withdraw the invitation of ${each.user?.name ?? 'whoever has the link'}`}
                      >
                        Withdraw
                      </Button>
                    </Td>
                  </Tr>
                ))}
              </Tbody>
            </Table>
          )}
        </Fetched>
        {invitations.data !== undefined && invitations.data.total > rowsPerPage && (
          <ListPagination total={invitations.data.total} parameters={parameters} change={turn} />
        )}
      </CardBody>
    </Card>
  );
}

function DeleteDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const navigate = useNavigate();
  const remove = useDeleteProject(() => void navigate('/projects'));
  return (
    <ConfirmDialog
      id="delete-project"
      title={`Delete ${project.name}?`}
      confirm="Delete"
      onConfirm={() => remove.mutate(project.id)}
      onClose={onClose}
      isLoading={remove.isPending}
      error={remove.error}
      failure="The project was not deleted"
    >
      <p>Only an empty project can be deleted. Its members lose nothing that is theirs elsewhere.</p>
    </ConfirmDialog>
  );
}
