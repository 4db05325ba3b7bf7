import {
  MenuToggle,
  Select,
  SelectList,
  SelectOption,
  TextInputGroup,
  TextInputGroupMain,
} from '@patternfly/react-core';
import { useId, useState, type KeyboardEvent } from 'react';
import { chosenNext, offered, type Choice } from './choices';

interface Properties {
  /** Id of the input; needed where a label of its own stands beside it. */
  id?: string;
  label: string;
  value: string;
  /** What the present value is called. */
  shown: string;
  /** What is offered before anything is typed. */
  fixed?: Choice[];
  /** What the server found, the best first. */
  found: Choice[];
  /** How many more there are than were found. */
  further: number;
  isSearching?: boolean;
  /** Told what is looked for; nothing for everything. */
  onSearch: (text: string) => void;
  onChange: (value: string) => void;
  isInvalid?: boolean;
  describedBy?: string;
  testId: string;
}

/** Chooses one of many: shows the first of them, and has the server look for the others as one types. */
export function Picker(properties: Properties) {
  const { id, label, value, shown, fixed = [], found, further, isSearching, onSearch, onChange, testId } = properties;
  const generated = useId();
  const inputId = id ?? `${generated}-input`;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [marked, setMarked] = useState(0);
  const choices = offered(fixed, found, typed);
  const active = Math.min(marked, choices.length - 1);
  const optionId = (index: number) => `${generated}-${index}`;

  const search = (text: string) => {
    setTyped(text);
    setMarked(0);
    onSearch(text.trim());
  };
  const begin = (text: string) => {
    setOpen(true);
    search(text);
  };
  const close = () => {
    setOpen(false);
    search('');
  };
  const choose = (choice: Choice | undefined) => {
    if (choice === undefined || choice.isDisabled) return;
    close();
    onChange(choice.value);
  };
  const pressed = (event: KeyboardEvent) => {
    const { key } = event;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      if (open) {
        const next = chosenNext(choices, active, key === 'ArrowDown' ? 1 : -1);
        setMarked(next);
        document.getElementById(optionId(next))?.scrollIntoView({ block: 'nearest' });
      } else begin('');
    } else if (open && key === 'Enter') choose(choices[active]);
    else if (open && key === 'Escape') close();
    else {
      if (open && key === 'Tab') close();
      return;
    }
    event.preventDefault();
    // A dialog around it would close as well.
    event.stopPropagation();
  };

  return (
    <Select
      variant="typeahead"
      isOpen={open}
      onOpenChange={(wanted) => !wanted && close()}
      onOpenChangeKeys={[]}
      onSelect={(_event, chosen) => choose(choices.find((each) => each.value === chosen))}
      selected={value}
      maxMenuHeight="18rem"
      popperProps={{ appendTo: 'inline', minWidth: '16rem', preventOverflow: true }}
      toggle={(toggle) => (
        <MenuToggle
          ref={toggle}
          variant="typeahead"
          isExpanded={open}
          isFullWidth
          className="pando-picker"
          status={properties.isInvalid ? 'danger' : undefined}
          onClick={() => (open ? close() : begin(''))}
          aria-label={`Choices for ${label}`}
          data-testid={testId}
          data-value={value}
        >
          <TextInputGroup isPlain>
            <TextInputGroupMain
              inputId={inputId}
              role="combobox"
              aria-label={label}
              isExpanded={open}
              aria-controls={`${generated}-list`}
              aria-activedescendant={open && choices.length > 0 ? optionId(active) : undefined}
              value={open ? typed : shown}
              placeholder={shown}
              // What is chosen stands in the field until somebody types, and is no part of what is looked for.
              onChange={(_event, text) => begin(open ? text : text.replace(shown, ''))}
              onClick={() => !open && begin('')}
              onKeyDown={pressed}
              onFocus={(event: { target: HTMLInputElement }) => event.target.select()}
              inputProps={{
                autoComplete: 'off',
                spellCheck: false,
                'aria-autocomplete': 'list',
                'aria-describedby': properties.describedBy,
                'aria-invalid': properties.isInvalid,
              }}
            />
          </TextInputGroup>
        </MenuToggle>
      )}
    >
      <SelectList id={`${generated}-list`} aria-label={label}>
        {choices.map((choice, index) => (
          <SelectOption
            key={choice.value}
            id={optionId(index)}
            value={choice.value}
            isFocused={index === active}
            isDisabled={choice.isDisabled}
          >
            {choice.label}
          </SelectOption>
        ))}
        {choices.length === 0 && (
          <SelectOption isDisabled>{isSearching ? 'Searching' : `Nothing has “${typed}” in its name`}</SelectOption>
        )}
        {further > 0 && <SelectOption isDisabled>{`${further} more: type a part of the name`}</SelectOption>}
      </SelectList>
    </Select>
  );
}
