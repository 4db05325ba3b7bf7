import {
  Button,
  ClipboardCopy,
  Form,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { useState, type SyntheticEvent } from 'react';
import type { SecondFactorEnrolment } from '../api/types';
import { refusal } from '../jobs/faults';
import { Field, fieldProperties } from '../shell/Field';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useConfirmation, useEnrol } from './calls';
import { CodeField } from './CodeField';
import { QrCode } from './QrCode';
import { RecoveryCodeList } from './RecoveryCodeList';

/** Sets the second factor up: password, secret into the app, code out of it, recovery codes. */
export function EnrolDialog({ onClose }: { onClose: () => void }) {
  const enrol = useEnrol();
  const confirmation = useConfirmation();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const codes = confirmation.data?.codes;
  const enrolment = enrol.data;
  const ask = (event: SyntheticEvent) => {
    event.preventDefault();
    enrol.mutate(password);
  };
  const confirm = (event: SyntheticEvent) => {
    event.preventDefault();
    confirmation.mutate(code.trim());
  };
  const title = codes ? 'The second factor is on' : enrolment ? 'Give it to your app' : 'Set up a second factor';
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="enrol-title">
      <ModalHeader
        title={title}
        labelId="enrol-title"
        description={
          !codes && !enrolment
            ? 'You need an app for one-time codes, for example Aegis, FreeOTP or 1Password.'
            : undefined
        }
      />
      <ModalBody>
        {codes ? (
          <RecoveryCodeList codes={codes} />
        ) : enrolment ? (
          <Form id="enrol-form" onSubmit={confirm} data-testid="enrol-code">
            <Secret enrolment={enrolment} />
            <CodeStep error={confirmation.error} code={code} onChange={setCode} />
          </Form>
        ) : (
          <Form id="enrol-form" onSubmit={ask} data-testid="enrol-password">
            <PasswordStep error={enrol.error} password={password} onChange={setPassword} />
          </Form>
        )}
      </ModalBody>
      <ModalFooter>
        {codes ? (
          <Button onClick={onClose}>Done</Button>
        ) : (
          <>
            <Button
              type="submit"
              form="enrol-form"
              isLoading={enrol.isPending || confirmation.isPending}
              isDisabled={enrolment ? code.trim() === '' : password === ''}
            >
              {enrolment ? 'Turn on' : 'Continue'}
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

function PasswordStep({
  error,
  password,
  onChange,
}: {
  error: Error | null;
  password: string;
  onChange: (value: string) => void;
}) {
  const faults = refusal(error, ['password']);
  return (
    <>
      <Field id="enrol-password" label="Your password, once more" isRequired fault={faults.of('password')}>
        <TextInput
          {...fieldProperties('enrol-password', faults.of('password'))}
          type="password"
          value={password}
          onChange={(_event, value) => onChange(value)}
          autoComplete="current-password"
          isRequired
          autoFocus
        />
      </Field>
      <ProblemAlert error={faults.alert} />
    </>
  );
}

function CodeStep({ error, code, onChange }: { error: Error | null; code: string; onChange: (value: string) => void }) {
  const faults = refusal(error, ['code']);
  return (
    <>
      <CodeField
        id="enrol-code-input"
        value={code}
        onChange={onChange}
        fault={faults.of('code')}
        help="The six digits that the app shows now. They turn the second factor on."
      />
      <ProblemAlert error={faults.alert} />
    </>
  );
}

function Secret({ enrolment }: { enrolment: SecondFactorEnrolment }) {
  return (
    <div className="pando-enrolment">
      <QrCode text={enrolment.uri} label="The secret as a QR code, for the app to scan" />
      <div>
        <p>Scan this with the app, or type:</p>
        <p className="pando-hash">
          <code>{enrolment.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        </p>
        <ClipboardCopy
          isReadOnly
          isCode
          hoverTip="Copy"
          clickTip="Copied"
          textAriaLabel="The secret"
          copyAriaLabel="Copy the secret"
        >
          {enrolment.secret}
        </ClipboardCopy>
      </div>
    </div>
  );
}
