import { Divider, Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import EllipsisVIcon from '@patternfly/react-icons/dist/esm/icons/ellipsis-v-icon';
import { lazy, Suspense, useState } from 'react';
import type { Machine } from '../api/types';
import { useRights } from '../projects/rights';
import { viewerReason } from '../projects/roles';
import type { Command } from './calls';
import { DeleteMachine } from './DeleteMachine';
import { actionReason, commandLabels, refusal } from './machineState';
import { RenameDialog } from './RenameDialog';
import { useCommand } from './useCommand';

const LabelsDialog = lazy(() => import('./LabelsDialog').then((module) => ({ default: module.LabelsDialog })));
const MoveDialog = lazy(() => import('./MoveDialog').then((module) => ({ default: module.MoveDialog })));
const LifetimeDialog = lazy(() => import('./LifetimeDialog').then((module) => ({ default: module.LifetimeDialog })));

const commands: Command[] = ['start', 'resume', 'stop', 'restart', 'suspend'];
const forceful: Command[] = ['force-stop', 'force-restart'];

/** Everything that may be done with a machine; what may not be done now says why. */
export function MachineMenu({ machine, label }: { machine: Machine; label?: string }) {
  const rights = useRights();
  const [open, setOpen] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const [dialog, setDialog] = useState<'rename' | 'labels' | 'lifetime' | 'move'>();
  const close = () => setDialog(undefined);
  const viewer = viewerReason(machine.project, rights);
  const renameReason = actionReason(machine, 'rename', rights);
  const renameTip = renameReason === undefined ? undefined : { content: renameReason, position: 'left' as const };
  const moveReason = rights.administrator
    ? actionReason(machine, 'move', rights)
    : 'Only administrators move machines.';
  const { give } = useCommand();

  const item = (command: Command) => {
    const reason = refusal(machine, command, rights);
    return (
      <DropdownItem
        key={command}
        isAriaDisabled={reason !== undefined}
        tooltipProps={reason === undefined ? undefined : { content: reason, position: 'left' }}
        isDanger={command === 'delete'}
        onClick={() => (command === 'delete' ? setDeleting(true) : give(command, machine))}
        data-testid={`action-${command}`}
      >
        {commandLabels[command]}
      </DropdownItem>
    );
  };

  return (
    <>
      <Dropdown
        isOpen={open}
        onSelect={() => setOpen(false)}
        onOpenChange={setOpen}
        shouldFocusToggleOnSelect
        popperProps={{ position: 'right', appendTo: 'inline' }}
        toggle={(toggle) => (
          <MenuToggle
            ref={toggle}
            variant={label ? 'default' : 'plain'}
            isExpanded={open}
            onClick={() => setOpen(!open)}
            aria-label={label ? undefined : `Actions for ${machine.name}`}
            icon={label ? undefined : <EllipsisVIcon />}
            data-testid="machine-actions"
          >
            {label}
          </MenuToggle>
        )}
      >
        <DropdownList>
          {commands.map(item)}
          <Divider component="li" />
          {forceful.map(item)}
          <Divider component="li" />
          <DropdownItem
            isAriaDisabled={renameReason !== undefined}
            tooltipProps={renameTip}
            onClick={() => setDialog('rename')}
            data-testid="action-rename"
          >
            Rename
          </DropdownItem>
          {(['labels', 'lifetime'] as const).map((each) => (
            <DropdownItem
              key={each}
              isAriaDisabled={viewer !== undefined}
              tooltipProps={viewer === undefined ? undefined : { content: viewer, position: 'left' }}
              onClick={() => setDialog(each)}
              data-testid={`action-${each}`}
            >
              {each === 'labels' ? 'Labels' : 'Lifetime'}
            </DropdownItem>
          ))}
          <DropdownItem
            isAriaDisabled={moveReason !== undefined}
            tooltipProps={moveReason === undefined ? undefined : { content: moveReason, position: 'left' }}
            onClick={() => setDialog('move')}
            data-testid="action-move"
          >
            Move to another host
          </DropdownItem>
          {item('delete')}
        </DropdownList>
      </Dropdown>
      {dialog === 'rename' && <RenameDialog machine={machine} onClose={close} />}
      <Suspense fallback={null}>
        {dialog === 'labels' && <LabelsDialog machine={machine} onClose={close} />}
        {dialog === 'move' && <MoveDialog machine={machine} onClose={close} />}
        {dialog === 'lifetime' && <LifetimeDialog machine={machine} onClose={close} />}
      </Suspense>
      {deleting && <DeleteMachine machine={machine} onClose={() => setDeleting(false)} />}
    </>
  );
}
