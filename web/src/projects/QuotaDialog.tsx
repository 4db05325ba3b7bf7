import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader, TextInput } from '@patternfly/react-core';
import { useState, type SyntheticEvent } from 'react';
import type { Project } from '../api/types';
import { refusal } from '../jobs/faults';
import { Field, fieldProperties } from '../shell/Field';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useSetQuota } from './calls';
import { quotaForm, quotaLimits, type QuotaForm } from './quotaForm';

/** Limits of a project's own; an empty field is no limit. */
export function QuotaDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  // Those that the fields were filled from, whatever is fetched while somebody types.
  const [limits] = useState(project.quota.limits);
  const [form, setForm] = useState(() => quotaForm(limits));
  const save = useSetQuota(project.id, onClose);
  const faults = refusal(save.error, ['machines', 'vcpus', 'memoryMiB', 'diskBytes', 'images']);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate(quotaLimits(form, limits));
  };
  const field = (
    name: keyof QuotaForm,
    label: string,
    path: 'machines' | 'vcpus' | 'memoryMiB' | 'diskBytes' | 'images',
  ) => (
    <Field id={`quota-${name}-limit`} label={label} fault={faults.of(path)}>
      <TextInput
        {...fieldProperties(`quota-${name}-limit`, faults.of(path))}
        type="number"
        min={0}
        step="any"
        value={form[name]}
        onChange={(_event, value) => setForm({ ...form, [name]: value })}
      />
    </Field>
  );
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="quota-title">
      <ModalHeader title={`Quota of ${project.name}`} labelId="quota-title" description="Empty: no limit." />
      <ModalBody>
        <Form id="quota-form" onSubmit={submit} data-testid="quota-form">
          {field('machines', 'Machines', 'machines')}
          {field('vcpus', 'Processors', 'vcpus')}
          {field('memory', 'Memory, GiB', 'memoryMiB')}
          {field('disk', 'Disk, GiB', 'diskBytes')}
          {field('images', 'Images', 'images')}
          <ProblemAlert error={faults.alert} title="The quota was not changed" />
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form="quota-form" isLoading={save.isPending}>
          Set
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
