import { TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import type { Machine } from '../api/types';
import { Field, fieldProperties } from '../shell/Field';
import { ChangeDialog } from './ChangeDialog';

export function RenameDialog({ machine, onClose }: { machine: Machine; onClose: () => void }) {
  const [name, setName] = useState(machine.name);
  const wanted = name.trim();
  return (
    <ChangeDialog
      id="rename"
      title={`Rename ${machine.name}`}
      path={`/machines/${machine.id}/rename`}
      request={wanted === '' || wanted === machine.name ? undefined : { name: wanted }}
      fields={['name']}
      confirm="Rename"
      onClose={onClose}
    >
      {(faultOf) => (
        <Field
          id="rename-name"
          label="Name"
          isRequired
          fault={faultOf('name')}
          help="Lower-case letters, digits and hyphens."
        >
          <TextInput
            {...fieldProperties('rename-name', faultOf('name'))}
            value={name}
            onChange={(_event, value) => setName(value)}
            isRequired
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      )}
    </ChangeDialog>
  );
}
