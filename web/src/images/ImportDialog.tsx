import {
  Button,
  Form,
  FormFieldGroupExpandable,
  FormFieldGroupHeader,
  FormSelect,
  FormSelectOption,
  Grid,
  GridItem,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { useState, type SyntheticEvent } from 'react';
import { useNavigate } from 'react-router';
import { RequestError } from '../api/problem';
import type { GuestAccess, ImportImage } from '../api/types';
import { sortFaults } from '../jobs/faults';
import { PlanView } from '../jobs/PlanView';
import { usePlan } from '../jobs/usePlan';
import { AllowedButton } from '../shell/AllowedButton';
import { Field, fieldProperties } from '../shell/Field';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useImportImage } from './calls';
import { formatOf, importRequest, type ImportForm } from './importForm';

const fields = [
  'name',
  'description',
  'path',
  'format',
  'account',
  'account.name',
  'account.password',
  'guestAccess',
  'vcpus',
  'memoryMiB',
] as const;

const empty: ImportForm = {
  name: '',
  description: '',
  path: '',
  format: '',
  accountName: '',
  accountPassword: '',
  guestAccess: 'AUTO',
  vcpus: '',
  memoryMiB: '',
};

/** Asks what an administrator must say of a disk image file, and shows what its import would do. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [form, setForm] = useState(empty);
  const set = (values: Partial<ImportForm>) => setForm((before) => ({ ...before, ...values }));
  const request: ImportImage | undefined = form.name && form.path && form.format ? importRequest(form) : undefined;
  const { plan, faults, error, current, retry } = usePlan('/images', request);
  const change = useImportImage((job) => void navigate(`/jobs/${job.id}`));
  const refused = change.error instanceof RequestError ? change.error.faults : [];
  const sorted = sortFaults([...refused, ...faults], fields);

  const reason =
    request === undefined
      ? 'Name and path are needed.'
      : !current
        ? 'The plan is being worked out.'
        : plan?.feasible
          ? undefined
          : 'It cannot be carried out as it stands.';
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (request && reason === undefined) change.mutate(request);
  };
  const text = (id: keyof ImportForm, field: (typeof fields)[number]) => ({
    ...fieldProperties(`import-${id}`, sorted.of(field)),
    value: form[id],
    onChange: (_event: unknown, value: string) => {
      change.reset();
      set({ [id]: value });
    },
  });

  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby="import-title">
      <ModalHeader
        title="Import image"
        labelId="import-title"
        description="A disk image file on the host becomes a master that everybody can clone."
      />
      <ModalBody tabIndex={0} aria-label="Import image">
        <Form id="import-form" onSubmit={submit} data-testid="import-form">
          <Field
            id="import-path"
            label="Path on the host"
            isRequired
            fault={sorted.of('path')}
            help="Absolute path of the file, in a folder that the configuration allows."
          >
            <TextInput
              {...text('path', 'path')}
              isRequired
              autoComplete="off"
              onChange={(_event, path) => set({ path, format: formatOf(path) ?? form.format })}
            />
          </Field>
          <Grid hasGutter md={6}>
            <GridItem>
              <Field
                id="import-name"
                label="Name"
                isRequired
                fault={sorted.of('name')}
                help="Lower-case letters, digits, hyphens and dots."
              >
                <TextInput {...text('name', 'name')} isRequired autoComplete="off" />
              </Field>
            </GridItem>
            <GridItem>
              <Field
                id="import-format"
                label="Format"
                isRequired
                fault={sorted.of('format')}
                help="What the file's bytes say must agree."
              >
                <FormSelect {...text('format', 'format')}>
                  <FormSelectOption value="" label="Choose" isPlaceholder />
                  <FormSelectOption value="qcow2" label="qcow2" />
                  <FormSelectOption value="raw" label="raw" />
                </FormSelect>
              </Field>
            </GridItem>
          </Grid>
          <Field id="import-description" label="Description" fault={sorted.of('description')}>
            <TextInput {...text('description', 'description')} />
          </Field>
          <FormFieldGroupExpandable
            isExpanded
            toggleAriaLabel="Account within the image"
            header={
              <FormFieldGroupHeader
                titleText={{ text: 'Account within the image', id: 'import-account-group' }}
                titleDescription="With it Pando logs in on the serial console where no guest agent answers. It must be root, or become root by sudo without a password."
              />
            }
          >
            <Grid hasGutter md={6}>
              <GridItem>
                <Field
                  id="import-accountName"
                  label="Account name"
                  fault={sorted.of('account.name') ?? sorted.of('account')}
                >
                  <TextInput {...text('accountName', 'account.name')} autoComplete="off" />
                </Field>
              </GridItem>
              <GridItem>
                <Field id="import-accountPassword" label="Account password" fault={sorted.of('account.password')}>
                  <TextInput
                    {...text('accountPassword', 'account.password')}
                    type="password"
                    autoComplete="new-password"
                  />
                </Field>
              </GridItem>
            </Grid>
          </FormFieldGroupExpandable>
          <Grid hasGutter md={4}>
            <GridItem>
              <Field id="import-guestAccess" label="Way into the guest" fault={sorted.of('guestAccess')}>
                <FormSelect
                  {...fieldProperties('import-guestAccess', sorted.of('guestAccess'))}
                  value={form.guestAccess}
                  onChange={(_event, value) => set({ guestAccess: value as GuestAccess })}
                >
                  <FormSelectOption value="AUTO" label="Whichever answers" />
                  <FormSelectOption value="AGENT" label="Guest agent" />
                  <FormSelectOption value="CONSOLE" label="Serial console" />
                </FormSelect>
              </Field>
            </GridItem>
            <GridItem>
              <Field id="import-vcpus" label="Processors of a clone" fault={sorted.of('vcpus')}>
                <TextInput {...text('vcpus', 'vcpus')} type="number" min={1} max={64} placeholder="1" />
              </Field>
            </GridItem>
            <GridItem>
              <Field id="import-memoryMiB" label="Memory of a clone, MiB" fault={sorted.of('memoryMiB')}>
                <TextInput {...text('memoryMiB', 'memoryMiB')} type="number" min={64} placeholder="512" />
              </Field>
            </GridItem>
          </Grid>
          {sorted.rest.map((fault) => (
            <ProblemAlert
              key={fault.message}
              error={new RequestError({ type: '', title: fault.message, status: 422, detail: fault.help ?? '' })}
            />
          ))}
          {plan && request && <PlanView plan={plan} headingLevel="h2" />}
          <ProblemAlert
            error={refused.length > 0 ? undefined : (change.error ?? error)}
            onRetry={change.error ? undefined : retry}
          />
        </Form>
      </ModalBody>
      <ModalFooter>
        <AllowedButton
          type="submit"
          form="import-form"
          reason={reason}
          isLoading={change.isPending}
          data-testid="import-submit"
        >
          Import
        </AllowedButton>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
