import {
  Button,
  Flex,
  FlexItem,
  Form,
  FormSelect,
  FormSelectOption,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { useState, type SyntheticEvent } from 'react';
import type { Machine } from '../api/types';
import { refusal } from '../jobs/faults';
import { Field, fieldProperties } from '../shell/Field';
import { pointInTime } from '../shell/format';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useNow } from '../shell/Since';
import { useSetLifetime } from './calls';
import { extended, standing, unitLabels, type LifetimeUnit } from './lifetime';

/** Gives a machine more time, or all the time. */
export function LifetimeDialog({ machine, onClose }: { machine: Machine; onClose: () => void }) {
  const [amount, setAmount] = useState('1');
  const [unit, setUnit] = useState<LifetimeUnit>('D');
  const now = useNow(20_000);
  const save = useSetLifetime(machine.id, onClose);
  const faults = refusal(save.error, ['expiresAt']);
  const end = extended(machine.expiresAt, amount, unit, now);
  const is = standing(machine, now);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (end !== undefined) save.mutate({ expiresAt: end });
  };
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="lifetime-title">
      <ModalHeader title={`Lifetime of ${machine.name}`} labelId="lifetime-title" />
      <ModalBody>
        <p className="pando-gap">
          {is === 'endless'
            ? 'It runs without an end.'
            : is === 'over'
              ? 'Its time is over. It can be started once it has more.'
              : `Its time is over at ${pointInTime(machine.expiresAt ?? '')}. Then it is suspended, never deleted.`}
        </p>
        <Form id="lifetime-form" onSubmit={submit}>
          <Field
            id="more-time"
            label={is === 'enough' || is === 'soon' ? 'More time' : 'Time from now'}
            fault={faults.of('expiresAt')}
            help={end === undefined ? 'A number above 0.' : `Until ${pointInTime(end)}.`}
          >
            <Flex gap={{ default: 'gapSm' }} flexWrap={{ default: 'nowrap' }}>
              <FlexItem flex={{ default: 'flex_1' }}>
                <TextInput
                  {...fieldProperties('more-time', faults.of('expiresAt'))}
                  value={amount}
                  onChange={(_event, value) => setAmount(value)}
                  inputMode="decimal"
                  autoComplete="off"
                />
              </FlexItem>
              <FlexItem flex={{ default: 'flexNone' }}>
                <UnitSelect id="more-time-unit" value={unit} onChange={setUnit} />
              </FlexItem>
            </Flex>
          </Field>
          <ProblemAlert error={faults.alert} title="The lifetime was not changed" />
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button
          type="submit"
          form="lifetime-form"
          isDisabled={end === undefined}
          isLoading={save.isPending}
          data-testid="extend"
        >
          {is === 'endless' ? 'Set' : 'Extend'}
        </Button>
        {is !== 'endless' && (
          <Button variant="secondary" onClick={() => save.mutate({})} data-testid="no-end">
            No end
          </Button>
        )}
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}

interface UnitProperties {
  id: string;
  value: LifetimeUnit;
  onChange: (unit: LifetimeUnit) => void;
}

export function UnitSelect({ id, value, onChange }: UnitProperties) {
  return (
    <FormSelect id={id} aria-label="Unit" value={value} onChange={(_event, chosen) => onChange(chosen as LifetimeUnit)}>
      {(Object.keys(unitLabels) as LifetimeUnit[]).map((unit) => (
        <FormSelectOption key={unit} value={unit} label={unitLabels[unit]} />
      ))}
    </FormSelect>
  );
}
