import { Button, Modal, ModalBody, ModalFooter, ModalHeader, Stack, StackItem } from '@patternfly/react-core';
import type { User } from '../api/types';
import { useNotices } from '../shell/notices';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useEndSessionsOf, useResetSecondFactor } from './calls';

/** What an administrator does about somebody's sign-in: a lost phone, or a laptop that was left on a train. */
export function SecureDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { tell } = useNotices();
  const reset = useResetSecondFactor(() => {
    tell({ variant: 'success', title: `${user.displayName} signs in with the password only` });
    onClose();
  });
  const end = useEndSessionsOf(() => {
    tell({ variant: 'success', title: `${user.displayName} was signed out everywhere` });
    onClose();
  });
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="secure-title">
      <ModalHeader title={`Sign-in of ${user.displayName}`} labelId="secure-title" />
      <ModalBody>
        <Stack hasGutter>
          <StackItem>
            <p>Ends all sessions and revokes all API tokens, for example when a computer was lost.</p>
            <Button variant="secondary" isDanger isLoading={end.isPending} onClick={() => end.mutate(user.id)}>
              Sign out everywhere
            </Button>
          </StackItem>
          <StackItem>
            <p>
              Turns the second factor off for somebody who has lost phone and recovery codes. Make sure first that it is{' '}
              {user.displayName} who asks.
            </p>
            <Button variant="secondary" isDanger isLoading={reset.isPending} onClick={() => reset.mutate(user.id)}>
              Turn second factor off
            </Button>
          </StackItem>
        </Stack>
        <ProblemAlert error={end.error ?? reset.error} title="Nothing was changed" />
      </ModalBody>
      <ModalFooter>
        <Button variant="link" onClick={onClose}>
          Close
        </Button>
      </ModalFooter>
    </Modal>
  );
}
