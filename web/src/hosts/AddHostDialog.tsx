import {
  Alert,
  Button,
  Checkbox,
  ExpandableSection,
  Form,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { useState, type SyntheticEvent } from 'react';
import type { AddHost, Host } from '../api/types';
import { refusal } from '../jobs/faults';
import { PlanView } from '../jobs/PlanView';
import { Field, fieldProperties } from '../shell/Field';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useAddHost, useVisit } from './calls';
import { readLabels } from './labels';

const fields = ['name', 'uri', 'labels', 'pool', 'poolPath', 'network', 'networkCidr'] as const;
type FieldName = (typeof fields)[number];
const empty: Record<FieldName, string> = {
  name: '',
  uri: '',
  labels: '',
  pool: '',
  poolPath: '',
  network: '',
  networkCidr: '',
};

function wish(form: Record<FieldName, string>): AddHost {
  const text = (name: FieldName) => form[name].trim() || undefined;
  return {
    name: form.name.trim(),
    uri: form.uri.trim(),
    labels: readLabels(form.labels),
    pool: text('pool'),
    poolPath: text('poolPath'),
    network: text('network'),
    networkCidr: text('networkCidr'),
  };
}

/** Asks where a host is, shows what answers there, and adds it. */
export function AddHostDialog({ onClose, onAdded }: { onClose: () => void; onAdded: (host: Host) => void }) {
  const [form, setForm] = useState(empty);
  const [force, setForce] = useState(false);
  const visit = useVisit();
  const add = useAddHost(onAdded);
  const plan = visit.data;
  const faults = refusal(add.error ?? visit.error, fields);
  const faultOf = (name: FieldName) =>
    faults.of(name) ?? plan?.faults.find((fault) => fault.field?.split(/[.[]/)[0] === name);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    add.mutate({ ...wish(form), force });
  };
  const field = (name: FieldName, label: string, help?: string, isRequired = false) => (
    <Field id={`host-${name}`} label={label} isRequired={isRequired} help={help} fault={faultOf(name)}>
      <TextInput
        {...fieldProperties(`host-${name}`, faultOf(name))}
        isRequired={isRequired}
        value={form[name]}
        onChange={(_event, value) => {
          setForm({ ...form, [name]: value });
          visit.reset();
          add.reset();
        }}
      />
    </Field>
  );
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby="add-host-title">
      <ModalHeader
        title="Add a host"
        labelId="add-host-title"
        description="A computer with libvirt, on which machines can be put. Nothing has to be installed there for Pando."
      />
      <ModalBody>
        <Form id="add-host" onSubmit={submit} data-testid="add-host-form">
          {field('name', 'Name', 'Lower-case letters, digits, hyphens and dots.', true)}
          {field('uri', 'Address', 'qemu+tls://HOST/system or qemu+ssh://USER@HOST/system', true)}
          {field('labels', 'Labels', 'For example: ssd zone=a')}
          <ExpandableSection toggleText="Pool and network">
            {field('pool', 'Storage pool', "Made when absent. Empty: as on the server's own host.")}
            {field('poolPath', 'Folder of the pool')}
            {field('network', 'Network', "Made when absent. Empty: as on the server's own host.")}
            {field('networkCidr', 'Range of the network')}
          </ExpandableSection>
          <Checkbox
            id="host-force"
            label="Add it although it does not answer now"
            isChecked={force}
            onChange={(_event, checked) => setForce(checked)}
          />
        </Form>
        {plan?.feasible === true && (
          <Alert component="p" isInline variant="success" title="It answers" className="pando-gap-above">
            <PlanView plan={plan} />
          </Alert>
        )}
        <ProblemAlert error={faults.alert} title="The host was not added" />
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form="add-host" isLoading={add.isPending}>
          Add
        </Button>
        <Button
          variant="secondary"
          isLoading={visit.isPending}
          onClick={() => visit.mutate(wish(form))}
          data-testid="visit-host"
        >
          Look what answers
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
