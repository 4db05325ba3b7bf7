import {
  Checkbox,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  Flex,
  FlexItem,
  Label,
  TextArea,
  TextInput,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import type { Machine, Snapshot } from '../api/types';
import { useRights } from '../projects/rights';
import { AllowedButton } from '../shell/AllowedButton';
import { Fetched } from '../shell/Fetched';
import { Field, fieldProperties } from '../shell/Field';
import { bytes } from '../shell/format';
import { Since } from '../shell/Since';
import { ChangeDialog } from './ChangeDialog';
import { useSnapshots } from './hardware';
import { actionReason } from './machineState';
import { branches, type Branch } from './snapshotTree';

type Open = { dialog: 'take' } | { dialog: 'revert' | 'delete'; snapshot: Snapshot };

const kept: Record<Snapshot['consistency'], string> = {
  OFF: 'Disks, while it was off',
  QUIESCED: 'Disks, held still by the guest',
  CRASH: 'Disks, as if the power was cut',
  MEMORY: 'Disks and memory',
};

/** The kept states of a machine, and going back to them. */
export function MachineSnapshots({ machine }: { machine: Machine }) {
  const rights = useRights();
  const snapshots = useSnapshots(machine.id);
  const [open, setOpen] = useState<Open>();
  const take = (
    <AllowedButton
      reason={actionReason(machine, 'snapshot', rights)}
      onClick={() => setOpen({ dialog: 'take' })}
      data-testid="take-snapshot"
    >
      Take a snapshot
    </AllowedButton>
  );
  return (
    <div data-testid="snapshots">
      <Fetched query={snapshots} what="The snapshots">
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState headingLevel="h2" titleText="No snapshots yet">
              <EmptyStateBody>
                A snapshot keeps the machine as it is now. Whatever is done to it afterwards, you can go back.
              </EmptyStateBody>
              <EmptyStateFooter>
                <EmptyStateActions>{take}</EmptyStateActions>
              </EmptyStateFooter>
            </EmptyState>
          ) : (
            <>
              <Flex className="pando-gap" justifyContent={{ default: 'justifyContentSpaceBetween' }}>
                <FlexItem className="pando-secondary">
                  Each is built upon the one above it. The machine as it is now comes from the marked one.
                </FlexItem>
                <FlexItem>{take}</FlexItem>
              </Flex>
              <Tree machine={machine} branches={branches(page.items)} onOpen={setOpen} />
            </>
          )
        }
      </Fetched>
      {open && <OpenDialog machine={machine} open={open} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

interface TreeProperties {
  machine: Machine;
  branches: Branch[];
  onOpen: (open: Open) => void;
}

function Tree({ machine, branches: drawn, onOpen }: TreeProperties) {
  const rights = useRights();
  return (
    <Table aria-label="Snapshots" variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th>Name</Th>
          <Th>What was kept</Th>
          <Th>Size</Th>
          <Th>Taken</Th>
          <Th screenReaderText="Actions" />
        </Tr>
      </Thead>
      <Tbody>
        {drawn.map(({ snapshot, depth, leadsToNow }) => (
          <Tr key={snapshot.id} data-testid="snapshot-row">
            <Td dataLabel="Name">
              <span
                className={leadsToNow ? 'pando-branch pando-branch-now' : 'pando-branch'}
                style={{ paddingInlineStart: `${depth * 1.5}rem` }}
              >
                <span className="pando-branch-mark" aria-hidden="true" />
                <span>
                  <strong>{snapshot.name}</strong> {snapshot.current && <Label isCompact>Now</Label>}{' '}
                  {snapshot.state !== 'READY' && <StateLabel state={snapshot.state} />}
                  <span className="pando-visually-hidden">{`, level ${depth + 1}`}</span>
                  {snapshot.description && <span className="pando-secondary pando-block">{snapshot.description}</span>}
                  {snapshot.problem && <span className="pando-step-problem pando-block">{snapshot.problem}</span>}
                </span>
              </span>
            </Td>
            <Td dataLabel="What was kept">{kept[snapshot.consistency]}</Td>
            <Td dataLabel="Size">{snapshot.size === undefined ? 'Not known' : bytes(snapshot.size)}</Td>
            <Td dataLabel="Taken">
              <Since instant={snapshot.createdAt} />
            </Td>
            <Td isActionCell modifier="nowrap">
              <Flex gap={{ default: 'gapMd' }} flexWrap={{ default: 'nowrap' }}>
                <AllowedButton
                  variant="link"
                  size="sm"
                  isInline
                  reason={
                    snapshot.state === 'READY'
                      ? actionReason(machine, 'revert', rights)
                      : 'The snapshot cannot be used now.'
                  }
                  onClick={() => onOpen({ dialog: 'revert', snapshot })}
                  aria-label={`Go back to ${snapshot.name}`}
                  data-testid="revert"
                >
                  Go back
                </AllowedButton>
                <AllowedButton
                  variant="link"
                  size="sm"
                  isInline
                  isDanger
                  reason={actionReason(machine, 'snapshot', rights)}
                  onClick={() => onOpen({ dialog: 'delete', snapshot })}
                  aria-label={`Delete ${snapshot.name}`}
                  data-testid="delete-snapshot"
                >
                  Delete
                </AllowedButton>
              </Flex>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function StateLabel({ state }: { state: Snapshot['state'] }) {
  const labels = { MAKING: 'Being taken', READY: 'Ready', DELETING: 'Being deleted', BROKEN: 'Broken' };
  return (
    <Label isCompact status={state === 'BROKEN' ? 'danger' : 'info'}>
      {labels[state]}
    </Label>
  );
}

function OpenDialog({ machine, open, onClose }: { machine: Machine; open: Open; onClose: () => void }) {
  if (open.dialog === 'take') return <TakeDialog machine={machine} onClose={onClose} />;
  return open.dialog === 'revert' ? (
    <RevertDialog machine={machine} snapshot={open.snapshot} onClose={onClose} />
  ) : (
    <ChangeDialog
      id="delete-snapshot"
      title={`Delete the snapshot ${open.snapshot.name}?`}
      method="DELETE"
      path={`/machines/${machine.id}/snapshots/${open.snapshot.id}`}
      request={{}}
      confirm="Delete"
      isDanger
      onClose={onClose}
    />
  );
}

function TakeDialog({ machine, onClose }: { machine: Machine; onClose: () => void }) {
  const running = machine.state === 'RUNNING';
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [memory, setMemory] = useState(false);
  return (
    <ChangeDialog
      id="take"
      title={`Take a snapshot of ${machine.name}`}
      path={`/machines/${machine.id}/snapshots`}
      request={
        name.trim() === ''
          ? undefined
          : { name: name.trim(), description: description.trim() || undefined, memory: memory || undefined }
      }
      fields={['name', 'description', 'memory']}
      confirm="Take"
      onClose={onClose}
    >
      {(faultOf) => (
        <>
          <Field id="take-name" label="Name" isRequired fault={faultOf('name')} help="For example before the upgrade.">
            <TextInput
              {...fieldProperties('take-name', faultOf('name'))}
              value={name}
              onChange={(_event, value) => setName(value)}
              isRequired
              autoComplete="off"
            />
          </Field>
          <Field id="take-description" label="Description" fault={faultOf('description')}>
            <TextArea
              {...fieldProperties('take-description', faultOf('description'))}
              aria-describedby={undefined}
              value={description}
              onChange={(_event, value) => setDescription(value)}
              rows={2}
              resizeOrientation="vertical"
            />
          </Field>
          <Checkbox
            id="take-memory"
            label="Keep the memory too"
            description={
              running
                ? 'Programs go on where they were. The machine stands still while the memory is written.'
                : 'The machine is off: it has no memory to be kept.'
            }
            isChecked={memory}
            isDisabled={!running}
            onChange={(_event, checked) => setMemory(checked)}
          />
        </>
      )}
    </ChangeDialog>
  );
}

function RevertDialog({ machine, snapshot, onClose }: { machine: Machine; snapshot: Snapshot; onClose: () => void }) {
  const [start, setStart] = useState(true);
  return (
    <ChangeDialog
      id="revert"
      title={`Take ${machine.name} back to ${snapshot.name}?`}
      path={`/machines/${machine.id}/snapshots/${snapshot.id}/revert`}
      request={{ start: snapshot.memory ? undefined : start }}
      confirm="Go back"
      isDanger
      onClose={onClose}
    >
      {() =>
        snapshot.memory ? null : (
          <Checkbox
            id="revert-start"
            label="Start it afterwards"
            isChecked={start}
            onChange={(_event, checked) => setStart(checked)}
          />
        )
      }
    </ChangeDialog>
  );
}
