import {
  Alert,
  Button,
  Checkbox,
  ClipboardCopy,
  EmptyState,
  EmptyStateBody,
  Form,
  FormGroup,
  FormSelect,
  FormSelectOption,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState, type SyntheticEvent } from 'react';
import type { Token, TokenRight } from '../api/types';
import { refusal } from '../jobs/faults';
import { ProjectPicker } from '../projects/ProjectPicker';
import { ConfirmDialog } from '../shell/ConfirmDialog';
import { Fetched } from '../shell/Fetched';
import { Field, fieldProperties } from '../shell/Field';
import { rowsPerPage, slice, useListParameters } from '../shell/listParameters';
import { ListPagination } from '../shell/ListPagination';
import { useNotices } from '../shell/notices';
import { PageFrame } from '../shell/PageFrame';
import { ProblemAlert } from '../shell/ProblemAlert';
import { Since } from '../shell/Since';
import { useCreateToken, useRevokeToken, useTokens } from './calls';

const day = 86_400;
const lifetimes = [
  { days: 1, label: '1 day' },
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: '1 year' },
];

const rightLabels: Record<TokenRight, string> = {
  READ: 'See',
  MACHINES: 'Machines',
  CONSOLES: 'Consoles and commands',
  IMAGES: 'Images',
  PROJECTS: 'Projects',
  ACCOUNT: 'My account',
  ADMINISTRATION: 'Administration',
};
const allRights = Object.keys(rightLabels) as TokenRight[];
/** What is of no one project. */
const beyondProjects: TokenRight[] = ['ACCOUNT', 'ADMINISTRATION'];

export function TokensPage() {
  const { address, parameters, change } = useListParameters('');
  const tokens = useTokens(slice(parameters));
  const creating = address.get('dialog') === 'create';
  return (
    <PageFrame
      title="API tokens"
      description="A token lets the command line and programs act as you, without your password."
      actions={
        <Button onClick={() => change({ dialog: 'create' })} data-testid="new-token">
          New token
        </Button>
      }
    >
      <Fetched query={tokens} what="The tokens">
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState headingLevel="h2" titleText="No tokens yet">
              <EmptyStateBody>
                Create one for each computer or program that is to use Pando for you, so that each can be revoked by
                itself.
              </EmptyStateBody>
            </EmptyState>
          ) : (
            <>
              <TokenTable tokens={page.items} />
              {page.total > rowsPerPage && (
                <ListPagination total={page.total} parameters={parameters} change={change} />
              )}
            </>
          )
        }
      </Fetched>
      {creating && <CreateTokenDialog onClose={() => change({ dialog: undefined })} />}
    </PageFrame>
  );
}

function TokenTable({ tokens }: { tokens: Token[] }) {
  const [revoking, setRevoking] = useState<Token>();
  return (
    <>
      <Table aria-label="API tokens" variant="compact" gridBreakPoint="grid-md">
        <Thead>
          <Tr>
            <Th>Name</Th>
            <Th>Rights</Th>
            <Th>Created</Th>
            <Th>Last used</Th>
            <Th>Expires</Th>
            <Th screenReaderText="Actions" />
          </Tr>
        </Thead>
        <Tbody>
          {tokens.map((token) => (
            <Tr key={token.id} data-testid="token-row">
              <Td dataLabel="Name">{token.name}</Td>
              <Td dataLabel="Rights">
                {token.rights.length === allRights.length
                  ? 'All'
                  : token.rights.map((right) => rightLabels[right]).join(', ')}
                {token.project && <div className="pando-secondary">only in {token.project.name}</div>}
              </Td>
              <Td dataLabel="Created">
                <Since instant={token.createdAt} />
              </Td>
              <Td dataLabel="Last used">{token.lastUsedAt ? <Since instant={token.lastUsedAt} /> : 'never'}</Td>
              <Td dataLabel="Expires">
                <Since instant={token.expiresAt} />
              </Td>
              <Td isActionCell>
                <Button
                  variant="link"
                  isDanger
                  size="sm"
                  onClick={() => setRevoking(token)}
                  aria-label={`Revoke ${token.name}`}
                >
                  Revoke
                </Button>
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      {revoking && <RevokeDialog token={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}

function RevokeDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const { tell } = useNotices();
  const revoke = useRevokeToken();
  return (
    <ConfirmDialog
      id="revoke"
      title={`Revoke ${token.name}?`}
      confirm="Revoke"
      onConfirm={() =>
        revoke.mutate(token.id, {
          onSuccess: () => {
            tell({ variant: 'success', title: `${token.name} was revoked` });
            onClose();
          },
        })
      }
      onClose={onClose}
      isLoading={revoke.isPending}
      error={revoke.error}
      failure="The token was not revoked"
    >
      <p>Whatever uses it is signed out at once.</p>
    </ConfirmDialog>
  );
}

function CreateTokenDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [project, setProject] = useState('');
  const [rights, setRights] = useState<TokenRight[]>(allRights);
  const create = useCreateToken();
  const offered = allRights.filter((right) => right !== 'READ' && (project === '' || !beyondProjects.includes(right)));
  const chosen = rights.filter((right) => right === 'READ' || offered.includes(right));
  const faults = refusal(create.error, ['name', 'lifetimeSeconds']);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    create.mutate({
      name: name.trim(),
      lifetimeSeconds: Number(days) * day,
      rights: chosen,
      project: project === '' ? undefined : project,
    });
  };
  const secret = create.data?.secret;
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="token-title">
      <ModalHeader title={secret ? 'Copy the token now' : 'New token'} labelId="token-title" />
      <ModalBody>
        {secret ? (
          <>
            <Alert component="p" isInline variant="warning" title="It is shown this once" className="pando-gap">
              Pando keeps only a digest of it. When it is lost, revoke it and create another one.
            </Alert>
            <div data-testid="token-secret">
              <ClipboardCopy
                isReadOnly
                isCode
                hoverTip="Copy"
                clickTip="Copied"
                textAriaLabel="The new token"
                copyAriaLabel="Copy the token"
              >
                {secret}
              </ClipboardCopy>
            </div>
          </>
        ) : (
          <Form id="token-form" onSubmit={submit} data-testid="token-form">
            <Field
              id="token-name"
              label="Name"
              isRequired
              fault={faults.of('name')}
              help="For example the computer that it is for."
            >
              <TextInput
                {...fieldProperties('token-name', faults.of('name'))}
                value={name}
                onChange={(_event, value) => setName(value)}
                isRequired
                maxLength={64}
              />
            </Field>
            <Field id="token-lifetime" label="Valid for" fault={faults.of('lifetimeSeconds')}>
              <FormSelect
                {...fieldProperties('token-lifetime', faults.of('lifetimeSeconds'))}
                value={days}
                onChange={(_event, value) => setDays(value)}
              >
                {lifetimes.map((each) => (
                  <FormSelectOption key={each.days} value={String(each.days)} label={each.label} />
                ))}
              </FormSelect>
            </Field>
            <Field id="token-project" label="Reaches" help="A token of one project sees nothing else.">
              <ProjectPicker
                id="token-project"
                label="Reaches"
                value={project}
                onChange={setProject}
                fixed={[{ value: '', label: 'Everything that I do' }]}
                choiceOf={(each) => ({ value: each.id, label: `Only the project ${each.name}` })}
                describedBy="token-project-help"
                testId="token-project"
              />
            </Field>
            <FormGroup
              role="group"
              isStack
              label="Lets a program see, and change"
              fieldId="token-rights"
              data-testid="token-rights"
            >
              {offered.map((right) => (
                <Checkbox
                  key={right}
                  id={`token-right-${right}`}
                  label={rightLabels[right]}
                  isChecked={rights.includes(right)}
                  onChange={(_event, checked) =>
                    setRights(checked ? [...rights, right] : rights.filter((each) => each !== right))
                  }
                />
              ))}
            </FormGroup>
            <ProblemAlert error={create.error} title="The token was not created" />
          </Form>
        )}
      </ModalBody>
      <ModalFooter>
        {secret ? (
          <Button onClick={onClose}>Done</Button>
        ) : (
          <>
            <Button type="submit" form="token-form" isLoading={create.isPending} isDisabled={name.trim() === ''}>
              Create
            </Button>
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
          </>
        )}
      </ModalFooter>
    </Modal>
  );
}
