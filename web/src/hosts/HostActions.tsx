import { Button, Flex, Form, Modal, ModalBody, ModalFooter, ModalHeader, TextInput } from '@patternfly/react-core';
import { useState, type SyntheticEvent } from 'react';
import { isAdministrator, useUser } from '../access/session';
import type { Host } from '../api/types';
import { refusal } from '../jobs/faults';
import { AllowedButton } from '../shell/AllowedButton';
import { ConfirmDialog } from '../shell/ConfirmDialog';
import { Field, fieldProperties } from '../shell/Field';
import { count } from '../shell/format';
import { useNotices } from '../shell/notices';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useDrain, useLabels, useRemoveHost } from './calls';
import { readLabels } from './labels';
import { RebalanceDialog } from './RebalanceDialog';

/** What administrators do with a host. */
export function HostActions({ host }: { host: Host }) {
  const user = useUser();
  const { tell, tellProblem } = useNotices();
  const [dialog, setDialog] = useState<'labels' | 'drain' | 'move' | 'remove'>();
  const close = () => setDialog(undefined);
  const drain = useDrain((now) => {
    close();
    tell({
      variant: 'success',
      title: now.drained ? `${now.name} gets no new machines now` : `${now.name} gets new machines again`,
    });
  });
  const remove = useRemoveHost(() => {
    close();
    tell({ variant: 'success', title: `The host ${host.name} is removed` });
  });
  const reason = isAdministrator(user) ? undefined : 'Only administrators may do that.';
  return (
    <>
      <Flex gap={{ default: 'gapSm' }}>
        <AllowedButton variant="secondary" size="sm" reason={reason} onClick={() => setDialog('labels')}>
          Labels
        </AllowedButton>
        {host.drained ? (
          <AllowedButton
            variant="secondary"
            size="sm"
            reason={reason}
            isLoading={drain.isPending}
            onClick={() =>
              drain.mutate(
                { id: host.id, drain: false },
                { onError: (error) => tellProblem(error, 'That was not possible') },
              )
            }
            data-testid="undrain"
          >
            Take machines again
          </AllowedButton>
        ) : (
          <AllowedButton
            variant="secondary"
            size="sm"
            reason={reason}
            onClick={() => setDialog('drain')}
            data-testid="drain"
          >
            Drain
          </AllowedButton>
        )}
        {host.drained && (
          <AllowedButton
            variant="secondary"
            size="sm"
            reason={reason ?? (host.machines === 0 ? 'No machine is there.' : undefined)}
            onClick={() => setDialog('move')}
            data-testid="move-away"
          >
            Move machines away
          </AllowedButton>
        )}
        {!host.home && (
          <AllowedButton
            variant="secondary"
            size="sm"
            isDanger
            reason={reason ?? (host.machines > 0 ? `${count(host.machines, 'machine')} there.` : undefined)}
            onClick={() => setDialog('remove')}
            data-testid="remove-host"
          >
            Remove
          </AllowedButton>
        )}
      </Flex>
      {dialog === 'labels' && <LabelsDialog host={host} onClose={close} />}
      {dialog === 'drain' && (
        <ConfirmDialog
          id="drain-host"
          title={`Drain ${host.name}?`}
          confirm="Drain"
          onConfirm={() => drain.mutate({ id: host.id, drain: true })}
          onClose={close}
          isLoading={drain.isPending}
          error={drain.error}
          failure="The host was not drained"
        >
          It gets no new machines. Those that are there ({host.machines}) stay, and go on as they are; then they can be
          moved away.
        </ConfirmDialog>
      )}
      {dialog === 'move' && <RebalanceDialog awayFrom={host.name} onClose={close} />}
      {dialog === 'remove' && (
        <ConfirmDialog
          id="remove-host"
          title={`Remove ${host.name}?`}
          confirm="Remove"
          onConfirm={() => remove.mutate(host.id)}
          onClose={close}
          isLoading={remove.isPending}
          error={remove.error}
          failure="The host was not removed"
        >
          Pando no longer puts machines there, and deletes its copies of images. The computer stays as it is otherwise.
        </ConfirmDialog>
      )}
    </>
  );
}

function LabelsDialog({ host, onClose }: { host: Host; onClose: () => void }) {
  const [text, setText] = useState(() => host.labels.join(' '));
  const save = useLabels(host.id, onClose);
  const faults = refusal(save.error, ['labels']);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate(readLabels(text));
  };
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="labels-title">
      <ModalHeader title={`Labels of ${host.name}`} labelId="labels-title" />
      <ModalBody>
        <Form id="labels-form" onSubmit={submit}>
          <Field
            id="host-labels"
            label="Labels"
            help="Between spaces, for example: ssd zone=a"
            fault={faults.of('labels')}
          >
            <TextInput
              {...fieldProperties('host-labels', faults.of('labels'))}
              value={text}
              onChange={(_event, value) => setText(value)}
            />
          </Field>
          <ProblemAlert error={faults.alert} title="The labels were not changed" />
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form="labels-form" isLoading={save.isPending}>
          Set
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
