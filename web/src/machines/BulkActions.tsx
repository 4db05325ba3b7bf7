import {
  Alert,
  AlertActionCloseButton,
  Button,
  Form,
  FormGroup,
  List,
  ListItem,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { useState } from 'react';
import { IdempotencyKeys } from '../api/idempotency';
import type { Machine } from '../api/types';
import { useRights } from '../projects/rights';
import { AllowedButton } from '../shell/AllowedButton';
import { count } from '../shell/format';
import { carryOutOnAll, deletionPhrase, type Outcome } from './bulk';
import { send, type Command } from './calls';
import { commandLabels, commandParticiples, refusal } from './machineState';

const commands: Command[] = ['start', 'stop', 'restart', 'delete'];

interface Properties {
  selected: Machine[];
  onDone: (outcome: Outcome) => void;
}

/** Buttons that act on all selected machines. */
export function BulkActions({ selected, onDone }: Properties) {
  const rights = useRights();
  const [running, setRunning] = useState<Command>();
  const [confirming, setConfirming] = useState(false);
  const [keys] = useState(() => new IdempotencyKeys());

  const carryOut = async (command: Command) => {
    setConfirming(false);
    setRunning(command);
    const outcome = await carryOutOnAll(command, selected, rights, async (machine) => {
      const wish = { command, machine: machine.id };
      await send(command, machine.id, keys.keyFor(wish));
      keys.answered(wish);
    });
    setRunning(undefined);
    onDone(outcome);
  };

  const reason = (command: Command) => {
    if (selected.length === 0) return 'Select machines first.';
    if (running !== undefined) return 'Another action is being carried out.';
    if (selected.every((machine) => refusal(machine, command, rights) !== undefined)) {
      return selected.length === 1 && selected[0]
        ? refusal(selected[0], command, rights)
        : `${commandLabels[command]} is possible for none of the selected machines.`;
    }
    return undefined;
  };

  return (
    <>
      {commands.map((command) => (
        <AllowedButton
          key={command}
          variant={command === 'delete' ? 'danger' : 'secondary'}
          size="sm"
          reason={reason(command)}
          isLoading={running === command}
          onClick={() => (command === 'delete' ? setConfirming(true) : void carryOut(command))}
          data-testid={`bulk-${command}`}
        >
          {commandLabels[command]}
        </AllowedButton>
      ))}
      {confirming && (
        <ConfirmDeletion
          machines={selected}
          onClose={() => setConfirming(false)}
          onConfirmed={() => void carryOut('delete')}
        />
      )}
    </>
  );
}

function ConfirmDeletion({
  machines,
  onClose,
  onConfirmed,
}: {
  machines: Machine[];
  onClose: () => void;
  onConfirmed: () => void;
}) {
  const [typed, setTyped] = useState('');
  const many = machines.length > 1;
  const phrase = deletionPhrase(machines.length);
  const confirmed = !many || typed === phrase;
  const title = many ? `Delete ${count(machines.length, 'machine')}?` : `Delete ${machines[0]?.name ?? ''}?`;
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="bulk-delete-title">
      <ModalHeader title={title} titleIconVariant="warning" labelId="bulk-delete-title" />
      <ModalBody tabIndex={0} aria-label={title}>
        <p>Their disks and everything on them are deleted for good.</p>
        {many && (
          <>
            <List className="pando-gap">
              {machines.map((machine) => (
                <ListItem key={machine.id}>{machine.name}</ListItem>
              ))}
            </List>
            <Form
              onSubmit={(event) => {
                event.preventDefault();
                if (confirmed) onConfirmed();
              }}
            >
              <FormGroup label={`Type “${phrase}” to go on`} fieldId="phrase">
                <TextInput
                  id="phrase"
                  value={typed}
                  onChange={(_event, value) => setTyped(value)}
                  autoComplete="off"
                  data-testid="delete-phrase"
                />
              </FormGroup>
            </Form>
          </>
        )}
      </ModalBody>
      <ModalFooter>
        <Button variant="danger" isDisabled={!confirmed} onClick={onConfirmed} data-testid="confirm-bulk-delete">
          Delete
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}

/** What became of an action on several machines. */
export function OutcomeAlert({ outcome, onClose }: { outcome: Outcome; onClose: () => void }) {
  const { command, done, refused } = outcome;
  const total = done.length + refused.length;
  return (
    <Alert
      component="p"
      isInline
      variant={refused.length === 0 ? 'success' : done.length === 0 ? 'danger' : 'warning'}
      title={`${commandParticiples[command]} ${done.length} of ${count(total, 'machine')}`}
      actionClose={<AlertActionCloseButton onClose={onClose} />}
      data-testid="bulk-outcome"
      className="pando-gap"
    >
      {done.length > 0 && <p>Under way: {done.map((each) => each.name).join(', ')}.</p>}
      {refused.length > 0 && (
        <List>
          {refused.map((each) => (
            <ListItem key={each.id}>
              {each.name}: {each.reason}
            </ListItem>
          ))}
        </List>
      )}
    </Alert>
  );
}
