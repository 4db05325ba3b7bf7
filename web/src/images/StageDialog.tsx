import { TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import type { Image } from '../api/types';
import { ChangeDialog } from '../machines/ChangeDialog';
import { Field, fieldProperties } from '../shell/Field';

/** Asks how the next version of a model is to be called, and begins to make it. */
export function StageDialog({ image, onClose }: { image: Image; onClose: () => void }) {
  const [name, setName] = useState('');
  const wanted = name.trim();
  return (
    <ChangeDialog
      id="stage"
      title={`Stage ${image.name}`}
      path={`/images/${image.id}/staging`}
      request={wanted === '' ? {} : { name: wanted }}
      fields={['name']}
      confirm="Stage"
      onClose={onClose}
    >
      {(faultOf) => (
        <Field
          id="stage-name"
          label="Name of the new image"
          fault={faultOf('name')}
          help="Left empty it gets the model's name and a version."
        >
          <TextInput
            {...fieldProperties('stage-name', faultOf('name'))}
            value={name}
            onChange={(_event, value) => setName(value)}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      )}
    </ChangeDialog>
  );
}
