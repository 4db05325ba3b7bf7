import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import type { Machine } from '../api/types';
import { useCommand } from './useCommand';

export function DeleteMachine({ machine, onClose }: { machine: Machine; onClose: () => void }) {
  const { give } = useCommand();
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="delete-title" aria-describedby="delete-text">
      <ModalHeader title={`Delete ${machine.name}?`} titleIconVariant="warning" labelId="delete-title" />
      <ModalBody id="delete-text">
        Its disk and everything on it are deleted for good. The image {machine.image} and other machines stay as they
        are.
      </ModalBody>
      <ModalFooter>
        <Button
          variant="danger"
          data-testid="confirm-delete"
          onClick={() => {
            give('delete', machine);
            onClose();
          }}
        >
          Delete
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
