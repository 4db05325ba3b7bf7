import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader, TextInput } from '@patternfly/react-core';
import { useState, type SyntheticEvent } from 'react';
import type { Machine } from '../api/types';
import { refusal } from '../jobs/faults';
import { Field, fieldProperties } from '../shell/Field';
import { wordsOf } from '../shell/inputs';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useMachineLabels, useSetLabels } from './calls';

/** Changes what a machine is called besides its name. */
export function LabelsDialog({ machine, onClose }: { machine: Machine; onClose: () => void }) {
  const [text, setText] = useState(() => machine.labels.join(' '));
  const save = useSetLabels(machine.id, onClose);
  const known = useMachineLabels(machine.project.id).data ?? [];
  const faults = refusal(save.error, ['labels']);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate(wordsOf(text));
  };
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="machine-labels-title">
      <ModalHeader title={`Labels of ${machine.name}`} labelId="machine-labels-title" />
      <ModalBody>
        <Form id="machine-labels-form" onSubmit={submit}>
          <Field id="machine-labels" label="Labels" help={labelsHelp(known)} fault={faults.of('labels')}>
            <TextInput
              {...fieldProperties('machine-labels', faults.of('labels'))}
              value={text}
              onChange={(_event, value) => setText(value)}
              autoComplete="off"
              spellCheck={false}
            />
          </Field>
          <ProblemAlert error={faults.alert} title="The labels were not changed" />
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form="machine-labels-form" isLoading={save.isPending} data-testid="set-labels">
          Set
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}

/** Names the labels that there are, so that one need not guess. */
export function labelsHelp(known: { label: string }[], otherwise = 'Between spaces, for example: web zone=a'): string {
  const most = 8;
  return known.length === 0
    ? otherwise
    : `In use: ${known
        .slice(0, most)
        .map(({ label }) => label)
        .join(', ')}${known.length > most ? ', …' : ''}`;
}
