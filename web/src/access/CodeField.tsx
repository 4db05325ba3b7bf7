import { TextInput } from '@patternfly/react-core';
import type { Fault } from '../api/types';
import { Field, fieldProperties } from '../shell/Field';

interface Properties {
  id: string;
  value: string;
  onChange: (value: string) => void;
  fault?: Fault;
  help?: string;
  autoFocus?: boolean;
}

/** Where a one-time code is typed. Phones offer digits, and browsers what the phone has sent them. */
export function CodeField({ id, value, onChange, fault, help, autoFocus }: Properties) {
  return (
    <Field id={id} label="Code" isRequired fault={fault} help={help}>
      <TextInput
        {...fieldProperties(id, fault)}
        value={value}
        onChange={(_event, text) => onChange(text)}
        autoComplete="one-time-code"
        inputMode="text"
        autoCapitalize="none"
        spellCheck={false}
        isRequired
        autoFocus={autoFocus}
        data-testid={id}
      />
    </Field>
  );
}
