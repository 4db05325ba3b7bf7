import {
  Alert,
  Button,
  ClipboardCopy,
  Form,
  FormSelect,
  FormSelectOption,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { useState, type SyntheticEvent } from 'react';
import type { Project, ProjectRole } from '../api/types';
import { refusal } from '../jobs/faults';
import { Field, fieldProperties } from '../shell/Field';
import { textOf } from '../shell/inputs';
import { useNotices } from '../shell/notices';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useInvite } from './calls';
import { roleLabels, roleMeanings } from './roles';

const day = 86_400;
const lifetimes = [
  { days: 1, label: '1 day' },
  { days: 7, label: '7 days' },
  { days: 30, label: '30 days' },
];

/** Invites somebody by name, or makes a link that is shown once. */
export function InviteDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { tell } = useNotices();
  const [user, setUser] = useState('');
  const [role, setRole] = useState<ProjectRole>('MEMBER');
  const [days, setDays] = useState('7');
  const invite = useInvite(project.id);
  const faults = refusal(invite.error, ['user', 'role', 'lifetimeSeconds']);
  const secret = invite.data?.secret;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    invite.mutate(
      { user: textOf(user), role, lifetimeSeconds: Number(days) * day },
      {
        onSuccess: (created) => {
          if (created.secret !== undefined) return;
          tell({ variant: 'success', title: `${created.invitation.user?.displayName ?? user} was invited` });
          onClose();
        },
      },
    );
  };
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="invite-title">
      <ModalHeader title={secret ? 'Copy the link now' : `Invite into ${project.name}`} labelId="invite-title" />
      <ModalBody>
        {secret ? (
          <>
            <Alert component="p" isInline variant="warning" title="It is shown this once" className="pando-gap">
              Whoever opens it first joins the project. Send it to that person only.
            </Alert>
            <div data-testid="invitation-link">
              <ClipboardCopy
                isReadOnly
                isCode
                hoverTip="Copy"
                clickTip="Copied"
                textAriaLabel="The link"
                copyAriaLabel="Copy the link"
              >
                {`${window.location.origin}/join#${secret}`}
              </ClipboardCopy>
            </div>
          </>
        ) : (
          <Form id="invite-form" onSubmit={submit} data-testid="invite-form">
            <Field
              id="invite-user"
              label="Account"
              fault={faults.of('user')}
              help="The name with which the person signs in. Empty: makes a link."
            >
              <TextInput
                {...fieldProperties('invite-user', faults.of('user'))}
                value={user}
                onChange={(_event, value) => setUser(value)}
                autoComplete="off"
                autoCapitalize="none"
              />
            </Field>
            <Field id="invite-role" label="Role" fault={faults.of('role')} help={roleMeanings[role]}>
              <FormSelect
                {...fieldProperties('invite-role', faults.of('role'))}
                value={role}
                onChange={(_event, value) => setRole(value as ProjectRole)}
              >
                {(Object.keys(roleLabels) as ProjectRole[]).map((each) => (
                  <FormSelectOption key={each} value={each} label={roleLabels[each]} />
                ))}
              </FormSelect>
            </Field>
            <Field id="invite-lifetime" label="Valid for" fault={faults.of('lifetimeSeconds')}>
              <FormSelect
                {...fieldProperties('invite-lifetime', faults.of('lifetimeSeconds'))}
                value={days}
                onChange={(_event, value) => setDays(value)}
              >
                {lifetimes.map((each) => (
                  <FormSelectOption key={each.days} value={String(each.days)} label={each.label} />
                ))}
              </FormSelect>
            </Field>
            <ProblemAlert error={faults.alert} title="Nobody was invited" />
          </Form>
        )}
      </ModalBody>
      <ModalFooter>
        {secret ? (
          <Button onClick={onClose}>Done</Button>
        ) : (
          <>
            <Button type="submit" form="invite-form" isLoading={invite.isPending}>
              {user.trim() === '' ? 'Make a link' : 'Invite'}
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
