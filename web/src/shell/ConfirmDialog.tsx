import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { ProblemAlert } from './ProblemAlert';

interface Properties {
  id: string;
  /** The question, for example "Delete the project?". */
  title: string;
  /** What the button says that does it. */
  confirm: string;
  onConfirm: () => void;
  onClose: () => void;
  isLoading?: boolean;
  /** Why it was refused, once it was. */
  error: unknown;
  /** What could not be done, for example "The project was not deleted". */
  failure: string;
  /** What it comes to. */
  children: ReactNode;
}

/** Asks once more before something that cannot be taken back. */
export function ConfirmDialog({
  id,
  title,
  confirm,
  onConfirm,
  onClose,
  isLoading = false,
  error,
  failure,
  children,
}: Properties) {
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby={`${id}-title`}>
      <ModalHeader title={title} titleIconVariant="warning" labelId={`${id}-title`} />
      <ModalBody>
        {children}
        <ProblemAlert error={error} title={failure} />
      </ModalBody>
      <ModalFooter>
        <Button variant="danger" isLoading={isLoading} onClick={onConfirm}>
          {confirm}
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
