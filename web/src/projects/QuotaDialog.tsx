import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader, TextInput } from '@patternfly/react-core';
import { useState, type SyntheticEvent } from 'react';
import { RequestError } from '../api/problem';
import type { Project } from '../api/types';
import { sortFaults } from '../jobs/faults';
import { Field, fieldProperties } from '../shell/Field';
import { numberOf } from '../shell/inputs';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useSetQuota } from './calls';

const gibibyte = 1024 ** 3;

/** Limits of a project's own; an empty field is no limit. */
export function QuotaDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { limits } = project.quota;
  const [form, setForm] = useState({
    machines: String(limits.machines ?? ''),
    vcpus: String(limits.vcpus ?? ''),
    memory: limits.memoryMiB === undefined ? '' : String(limits.memoryMiB / 1024),
    disk: limits.diskBytes === undefined ? '' : String(Math.round(limits.diskBytes / gibibyte)),
    images: String(limits.images ?? ''),
  });
  const save = useSetQuota(project.id, onClose);
  const given = save.error instanceof RequestError ? save.error.faults : [];
  const faults = sortFaults(given, ['machines', 'vcpus', 'memoryMiB', 'diskBytes', 'images']);
  const times = (text: string, unit: number) => {
    const number = numberOf(text);
    return number === undefined ? undefined : Math.round(number * unit);
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate({
      machines: numberOf(form.machines),
      vcpus: numberOf(form.vcpus),
      memoryMiB: times(form.memory, 1024),
      diskBytes: times(form.disk, gibibyte),
      images: numberOf(form.images),
    });
  };
  const field = (
    name: keyof typeof form,
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
          {given.length === 0 && <ProblemAlert error={save.error} title="The quota was not changed" />}
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
