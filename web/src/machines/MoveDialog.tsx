import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useState } from 'react';
import type { Machine } from '../api/types';
import { useHosts } from '../hosts/calls';
import { Field, fieldProperties } from '../shell/Field';
import { ChangeDialog } from './ChangeDialog';

/** Asks to which host a machine is to go, and shows what that would come to. */
export function MoveDialog({ machine, onClose }: { machine: Machine; onClose: () => void }) {
  const hosts = useHosts();
  const [host, setHost] = useState('');
  const others = (hosts.data?.items ?? []).filter((other) => other.id !== machine.hostId);
  return (
    <ChangeDialog
      id="move"
      title={`Move ${machine.name} to another host`}
      path={`/machines/${machine.id}/move`}
      request={host === '' ? {} : { host }}
      fields={['host']}
      confirm="Move"
      onClose={onClose}
    >
      {(faultOf) => (
        <Field
          id="move-host"
          label="Host"
          fault={faultOf('host')}
          help={`It is on ${machine.host} now. ${machine.state === 'RUNNING' ? 'It goes on running meanwhile.' : 'It stays off.'}`}
        >
          <FormSelect
            {...fieldProperties('move-host', faultOf('host'))}
            value={host}
            onChange={(_event, value) => setHost(value)}
          >
            <FormSelectOption value="" label="The one that suits best" />
            {others.map((other) => (
              <FormSelectOption
                key={other.id}
                value={other.id}
                label={other.drained ? `${other.name} (drained)` : other.name}
              />
            ))}
          </FormSelect>
        </Field>
      )}
    </ChangeDialog>
  );
}
