import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useState, type SyntheticEvent } from 'react';
import type { RecoveryCodes } from '../api/types';
import { refusal } from '../jobs/faults';
import { useNotices } from '../shell/notices';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useCode } from './calls';
import { CodeField } from './CodeField';
import { RecoveryCodeList } from './RecoveryCodeList';

const words = {
  removal: { title: 'Turn the second factor off?', button: 'Turn off' },
  'recovery-codes': { title: 'Make new recovery codes?', button: 'Make new codes' },
};

/** Does what takes a code: turning the second factor off, or new recovery codes. */
export function CodeDialog({ purpose, onClose }: { purpose: keyof typeof words; onClose: () => void }) {
  const { tell } = useNotices();
  const [code, setCode] = useState('');
  const change = useCode<RecoveryCodes | undefined>(purpose);
  const faults = refusal(change.error, ['code']);
  const codes = change.data?.codes;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    change.mutate(code.trim(), {
      onSuccess: (made) => {
        if (made !== undefined) return;
        tell({ variant: 'success', title: 'Signing in takes your password only' });
        onClose();
      },
    });
  };
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="code-title">
      <ModalHeader title={codes ? 'New recovery codes' : words[purpose].title} labelId="code-title" />
      <ModalBody>
        {codes ? (
          <RecoveryCodeList codes={codes} />
        ) : (
          <Form id="code-form" onSubmit={submit}>
            <CodeField
              id="code"
              value={code}
              onChange={setCode}
              fault={faults.of('code')}
              help="The code that the app shows now, or a recovery code."
              autoFocus
            />
            <ProblemAlert error={faults.alert} />
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
              form="code-form"
              variant={purpose === 'removal' ? 'danger' : 'primary'}
              isLoading={change.isPending}
              isDisabled={code.trim() === ''}
            >
              {words[purpose].button}
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
