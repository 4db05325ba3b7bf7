import { Modal, ModalBody, ModalHeader, TextInput } from '@patternfly/react-core';
import { useDeferredValue, useId, useMemo, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { signOut } from '../access/session';
import { useImages } from '../images/calls';
import { useMachines, type Command } from '../machines/calls';
import { commandLabels, refusal } from '../machines/machineState';
import { useCommand } from '../machines/useCommand';
import { useRights } from '../projects/rights';
import { projectMakingReason } from '../projects/roles';
import { matching, type Offer } from './palette';
import { isDark, setTheme } from './theme';

const commands: Command[] = ['start', 'stop', 'restart', 'suspend', 'resume'];
const shown = 30;

/** Everything that can be reached or done, found by typing. */
export function CommandPalette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const offers = useOffers(useDeferredValue(typed.trim().split(/\s+/).at(-1) ?? ''), onHelp);
  const matches = useMemo(() => matching(offers, typed).slice(0, shown), [offers, typed]);
  const active = Math.min(chosen, matches.length - 1);

  const choose = (offer: Offer | undefined) => {
    if (offer === undefined || offer.reason !== undefined) return;
    onClose();
    offer.choose();
  };
  const move = (next: number) => {
    setChosen(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move((active + 1) % Math.max(1, matches.length));
    else if (event.key === 'ArrowUp') move((active - 1 + matches.length) % Math.max(1, matches.length));
    else if (event.key === 'Enter') choose(matches[active]);
    else return;
    event.preventDefault();
  };

  return (
    <Modal
      isOpen
      variant="small"
      position="top"
      onClose={onClose}
      aria-labelledby={`${id}-title`}
      elementToFocus="#palette-input"
      data-testid="palette"
    >
      <ModalHeader title="Go to or do" labelId={`${id}-title`} />
      <ModalBody className="pando-palette">
        <TextInput
          id="palette-input"
          type="search"
          data-testid="palette-input"
          aria-label="Page, machine, image or action"
          placeholder="Page, machine, image or action"
          value={typed}
          onChange={(_event, value) => {
            setTyped(value);
            setChosen(0);
          }}
          onKeyDown={pressed}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={matches.length > 0 ? `${id}-${active}` : undefined}
          autoComplete="off"
        />
        <div role="listbox" id={`${id}-list`} aria-label="Matches" className="pando-offers" tabIndex={-1}>
          {matches.map((offer, index) => (
            <div
              key={offer.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              aria-disabled={offer.reason !== undefined}
              className="pando-offer"
              onClick={() => choose(offer)}
              onMouseMove={() => setChosen(index)}
            >
              <span>{offer.label}</span>
              <span className="pando-secondary">{offer.reason ?? offer.group}</span>
            </div>
          ))}
        </div>
        {matches.length === 0 && <p className="pando-secondary pando-gap-above">Nothing matches “{typed}”.</p>}
      </ModalBody>
    </Modal>
  );
}

function useOffers(query: string, onHelp: () => void): Offer[] {
  const rights = useRights();
  const navigate = useNavigate();
  const { give } = useCommand();
  const all = useMachines({ limit: 20, sort: '-createdAt' });
  const found = useMachines({ query, limit: 20, sort: 'name' }, query !== '');
  const images = useImages({ limit: 20 });

  const go = (group: Offer['group'], label: string, path: string, words?: string): Offer => ({
    id: `${group} ${path}`,
    group,
    label,
    words,
    choose: () => void navigate(path),
  });
  const machines = new Map(
    [...(all.data?.items ?? []), ...(found.data?.items ?? [])].map((machine) => [machine.id, machine]),
  );
  return [
    go('Actions', 'New machine', '/machines/new', 'create clone'),
    go('Pages', 'Home', '/'),
    go('Pages', 'Images', '/images', 'masters catalogue'),
    go('Pages', 'My machines', '/machines'),
    go('Pages', 'Projects', '/projects'),
    go('Pages', 'Jobs', '/jobs'),
    go('Pages', 'Hosts', '/hosts', 'capacity acceleration drain add'),
    go('Pages', 'Account', '/account', 'sessions second factor sign out everywhere'),
    go('Pages', 'API tokens', '/tokens', 'account'),
    go('Pages', 'Audit', '/audit', 'record log who did what'),
    ...(rights.administrator ? [go('Pages', 'People', '/people', 'users accounts')] : []),
    go('Actions', 'Import image', '/images?dialog=import', 'upload'),
    { ...go('Actions', 'New project', '/projects?dialog=create', 'create team'), reason: projectMakingReason(rights) },
    ...[...machines.values()].map((machine) =>
      go('Machines', machine.name, `/machines/${machine.id}`, 'machine console'),
    ),
    ...(images.data?.items ?? []).map((image) => go('Images', image.name, `/images/${image.id}`, 'image')),
    ...(query === '' ? [] : [...machines.values()]).flatMap((machine) =>
      commands.map((command): Offer => ({
        id: `${command} ${machine.id}`,
        group: 'Actions',
        label: `${commandLabels[command]} ${machine.name}`,
        reason: refusal(machine, command, rights),
        choose: () => give(command, machine),
      })),
    ),
    {
      id: 'theme',
      group: 'Actions',
      label: isDark() ? 'Light theme' : 'Dark theme',
      choose: () => setTheme(isDark() ? 'light' : 'dark'),
    },
    { id: 'help', group: 'Actions', label: 'Help', words: 'keys shortcuts', choose: onHelp },
    { id: 'sign-out', group: 'Actions', label: 'Sign out', choose: () => void signOut() },
  ];
}
