import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader, TextInput } from '@patternfly/react-core';
import { useState, type SyntheticEvent } from 'react';
import type { User } from '../api/types';
import { refusal } from '../jobs/faults';
import { Field, fieldProperties } from '../shell/Field';
import { useNotices } from '../shell/notices';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useSetPassword } from './calls';

/** Sets the password of an account: one's own, or as administrator anybody's. */
export function PasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { tell } = useNotices();
  const [password, setPassword] = useState('');
  const change = useSetPassword(() => {
    tell({ variant: 'success', title: `The password of ${user.displayName} was set` });
    onClose();
  });
  const faults = refusal(change.error, ['password']);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    change.mutate({ user: user.id, password });
  };
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="password-title">
      <ModalHeader
        title={`Set the password of ${user.displayName}`}
        labelId="password-title"
        description="All sessions and API tokens of the account end."
      />
      <ModalBody>
        <Form id="password-form" onSubmit={submit}>
          <Field
            id="new-password"
            label="New password"
            isRequired
            fault={faults.of('password')}
            help="At least 8 characters."
          >
            <TextInput
              {...fieldProperties('new-password', faults.of('password'))}
              type="password"
              value={password}
              onChange={(_event, value) => setPassword(value)}
              autoComplete="new-password"
              isRequired
            />
          </Field>
          <ProblemAlert error={faults.alert} title="The password was not set" />
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form="password-form" isLoading={change.isPending} isDisabled={password === ''}>
          Set password
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
