import {
  Button,
  EmptyState,
  EmptyStateBody,
  Flex,
  FlexItem,
  Form,
  FormSelect,
  FormSelectOption,
  Label,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState, type SyntheticEvent } from 'react';
import type { Role, User } from '../api/types';
import { refusal } from '../jobs/faults';
import { AllowedButton } from '../shell/AllowedButton';
import { ConfirmDialog } from '../shell/ConfirmDialog';
import { Fetched, NotFound } from '../shell/Fetched';
import { Field, fieldProperties } from '../shell/Field';
import { textOf } from '../shell/inputs';
import { slice, useListParameters } from '../shell/listParameters';
import { ListPagination } from '../shell/ListPagination';
import { ListSearch } from '../shell/ListSearch';
import { useNotices } from '../shell/notices';
import { PageFrame } from '../shell/PageFrame';
import { ProblemAlert } from '../shell/ProblemAlert';
import { Since } from '../shell/Since';
import { useCreateUser, useDeleteUser, useUpdateUser, useUsers } from './calls';
import { PasswordDialog } from './PasswordDialog';
import { SecureDialog } from './SecureDialog';
import { isAdministrator, useUser } from './session';

const roles: Record<Role, string> = { ADMINISTRATOR: 'Administrator', MEMBER: 'Member' };

export function PeoplePage() {
  const user = useUser();
  if (isAdministrator(user)) return <People />;
  return (
    <PageFrame title="People">
      <NotFound detail="Only administrators see who has an account." />
    </PageFrame>
  );
}

function People() {
  const { address, parameters, change } = useListParameters('');
  const users = useUsers({ query: parameters.query || undefined, ...slice(parameters) });
  return (
    <PageFrame
      title="People"
      description="Everybody who may sign in."
      actions={
        <Button onClick={() => change({ dialog: 'create' })} data-testid="new-user">
          New account
        </Button>
      }
    >
      <Flex gap={{ default: 'gapMd' }} className="pando-filters">
        <FlexItem>
          <ListSearch what="people" parameters={parameters} change={change} />
        </FlexItem>
        <FlexItem align={{ default: 'alignRight' }}>
          <ListPagination total={users.data?.total} parameters={parameters} change={change} />
        </FlexItem>
      </Flex>
      <Fetched query={users} what="The accounts">
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState headingLevel="h2" titleText="Nobody has this name" data-testid="no-match">
              <EmptyStateBody>
                <Button variant="link" onClick={() => change({ query: undefined })}>
                  Show everybody
                </Button>
              </EmptyStateBody>
            </EmptyState>
          ) : (
            <UserTable users={page.items} />
          )
        }
      </Fetched>
      {address.get('dialog') === 'create' && <CreateUserDialog onClose={() => change({ dialog: undefined })} />}
    </PageFrame>
  );
}

function UserTable({ users }: { users: User[] }) {
  const self = useUser();
  const { tell, tellProblem } = useNotices();
  const [changing, setChanging] = useState<User>();
  const [deleting, setDeleting] = useState<User>();
  const [disabling, setDisabling] = useState<User>();
  const update = useUpdateUser(() => undefined);
  const enable = (user: User) =>
    update.mutate(
      { user: user.id, change: { disabled: false } },
      {
        onSuccess: () => tell({ variant: 'success', title: `${user.displayName} can sign in again` }),
        onError: (error) => tellProblem(error, 'The account was not changed'),
      },
    );
  const [securing, setSecuring] = useState<User>();
  return (
    <>
      <Table aria-label="People" variant="compact" gridBreakPoint="grid-md">
        <Thead>
          <Tr>
            <Th>Name</Th>
            <Th>Signs in as</Th>
            <Th>Role</Th>
            <Th>Since</Th>
            <Th screenReaderText="Actions" />
          </Tr>
        </Thead>
        <Tbody>
          {users.map((user) => (
            <Tr key={user.id} data-testid="user-row" data-user={user.name}>
              <Td dataLabel="Name">{user.displayName}</Td>
              <Td dataLabel="Signs in as">{user.name}</Td>
              <Td dataLabel="Role">
                <Label isCompact color={user.role === 'ADMINISTRATOR' ? 'purple' : 'grey'}>
                  {roles[user.role]}
                </Label>{' '}
                {user.disabled && (
                  <Label isCompact color="orange">
                    Disabled
                  </Label>
                )}
              </Td>
              <Td dataLabel="Since">
                <Since instant={user.createdAt} />
              </Td>
              <Td isActionCell modifier="nowrap">
                <Button
                  variant="link"
                  size="sm"
                  onClick={() => setChanging(user)}
                  aria-label={`Set password of ${user.name}`}
                >
                  Set password
                </Button>
                <Button
                  variant="link"
                  size="sm"
                  onClick={() => setSecuring(user)}
                  aria-label={`Sign-in of ${user.name}`}
                >
                  Sign-in
                </Button>
                <AllowedButton
                  variant="link"
                  size="sm"
                  reason={user.id === self.id ? 'Nobody disables the own account.' : undefined}
                  onClick={() => (user.disabled ? enable(user) : setDisabling(user))}
                  aria-label={`${user.disabled ? 'Enable' : 'Disable'} ${user.name}`}
                >
                  {user.disabled ? 'Enable' : 'Disable'}
                </AllowedButton>
                <AllowedButton
                  variant="link"
                  size="sm"
                  isDanger
                  reason={user.id === self.id ? 'Nobody deletes the own account.' : undefined}
                  onClick={() => setDeleting(user)}
                  aria-label={`Delete ${user.name}`}
                >
                  Delete
                </AllowedButton>
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      {changing && <PasswordDialog user={changing} onClose={() => setChanging(undefined)} />}
      {disabling && <DisableUserDialog user={disabling} onClose={() => setDisabling(undefined)} />}
      {deleting && <DeleteUserDialog user={deleting} onClose={() => setDeleting(undefined)} />}
      {securing && <SecureDialog user={securing} onClose={() => setSecuring(undefined)} />}
    </>
  );
}

function DisableUserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { tell } = useNotices();
  const disable = useUpdateUser(() => {
    tell({ variant: 'success', title: `${user.displayName} can no longer sign in` });
    onClose();
  });
  return (
    <ConfirmDialog
      id="disable-user"
      title={`Disable ${user.displayName}?`}
      confirm="Disable"
      onConfirm={() => disable.mutate({ user: user.id, change: { disabled: true } })}
      onClose={onClose}
      isLoading={disable.isPending}
      error={disable.error}
      failure="The account was not disabled"
    >
      <p>
        All sessions and API tokens of the account end now, and the tokens do not come back when it is enabled again.
        Machines, images and projects stay as they are.
      </p>
    </ConfirmDialog>
  );
}

function DeleteUserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { tell } = useNotices();
  const remove = useDeleteUser(() => {
    tell({ variant: 'success', title: `The account ${user.name} was deleted` });
    onClose();
  });
  return (
    <ConfirmDialog
      id="delete-user"
      title={`Delete ${user.displayName}?`}
      confirm="Delete"
      onConfirm={() => remove.mutate(user.id)}
      onClose={onClose}
      isLoading={remove.isPending}
      error={remove.error}
      failure="The account was not deleted"
    >
      <p>Only an account that owns nothing any more can be deleted. To keep a person out, disable the account.</p>
    </ConfirmDialog>
  );
}

function CreateUserDialog({ onClose }: { onClose: () => void }) {
  const { tell } = useNotices();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('MEMBER');
  const create = useCreateUser((user) => {
    tell({ variant: 'success', title: `${user.displayName} can sign in now` });
    onClose();
  });
  const faults = refusal(create.error, ['name', 'displayName', 'password', 'role']);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim(), displayName: textOf(displayName), password, role });
  };
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="user-title">
      <ModalHeader title="New account" labelId="user-title" />
      <ModalBody>
        <Form id="user-form" onSubmit={submit} data-testid="user-form">
          <Field
            id="user-name"
            label="Signs in as"
            isRequired
            fault={faults.of('name')}
            help="Lower-case letters, digits and hyphens."
          >
            <TextInput
              {...fieldProperties('user-name', faults.of('name'))}
              value={name}
              onChange={(_event, value) => setName(value)}
              isRequired
              autoComplete="off"
              autoCapitalize="none"
            />
          </Field>
          <Field
            id="user-display-name"
            label="Name"
            fault={faults.of('displayName')}
            help="How the page calls the person."
          >
            <TextInput
              {...fieldProperties('user-display-name', faults.of('displayName'))}
              value={displayName}
              onChange={(_event, value) => setDisplayName(value)}
              autoComplete="off"
            />
          </Field>
          <Field
            id="user-password"
            label="Password"
            isRequired
            fault={faults.of('password')}
            help="At least 8 characters."
          >
            <TextInput
              {...fieldProperties('user-password', faults.of('password'))}
              type="password"
              value={password}
              onChange={(_event, value) => setPassword(value)}
              isRequired
              autoComplete="new-password"
            />
          </Field>
          <Field
            id="user-role"
            label="Role"
            fault={faults.of('role')}
            help={
              role === 'ADMINISTRATOR'
                ? 'May see and change everything.'
                : 'May do what the projects allow that the person is in.'
            }
          >
            <FormSelect
              {...fieldProperties('user-role', faults.of('role'))}
              value={role}
              onChange={(_event, value) => setRole(value as Role)}
            >
              <FormSelectOption value="MEMBER" label={roles.MEMBER} />
              <FormSelectOption value="ADMINISTRATOR" label={roles.ADMINISTRATOR} />
            </FormSelect>
          </Field>
          <ProblemAlert error={faults.alert} title="The account was not created" />
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button
          type="submit"
          form="user-form"
          isLoading={create.isPending}
          isDisabled={name.trim() === '' || password === ''}
        >
          Create
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
