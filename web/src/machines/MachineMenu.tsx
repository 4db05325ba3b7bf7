import { Divider, Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import EllipsisVIcon from '@patternfly/react-icons/dist/esm/icons/ellipsis-v-icon';
import { useState } from 'react';
import type { Machine } from '../api/types';
import { useRights } from '../projects/rights';
import type { Command } from './calls';
import { DeleteMachine } from './DeleteMachine';
import { actionReason, commandLabels, refusal } from './machineState';
import { MoveDialog } from './MoveDialog';
import { RenameDialog } from './RenameDialog';
import { useCommand } from './useCommand';

const commands: Command[] = ['start', 'resume', 'stop', 'restart', 'suspend'];
const forceful: Command[] = ['force-stop', 'force-restart'];

/** Everything that may be done with a machine; what may not be done now says why. */
export function MachineMenu({ machine, label }: { machine: Machine; label?: string }) {
  const rights = useRights();
  const [open, setOpen] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const [moving, setMoving] = useState(false);
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
            onClick={() => setRenaming(true)}
            data-testid="action-rename"
          >
            Rename
          </DropdownItem>
          <DropdownItem
            isAriaDisabled={moveReason !== undefined}
            tooltipProps={moveReason === undefined ? undefined : { content: moveReason, position: 'left' }}
            onClick={() => setMoving(true)}
            data-testid="action-move"
          >
            Move to another host
          </DropdownItem>
          {item('delete')}
        </DropdownList>
      </Dropdown>
      {renaming && <RenameDialog machine={machine} onClose={() => setRenaming(false)} />}
      {moving && <MoveDialog machine={machine} onClose={() => setMoving(false)} />}
      {deleting && <DeleteMachine machine={machine} onClose={() => setDeleting(false)} />}
    </>
  );
}
