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
  ToggleGroup,
  ToggleGroupItem,
  Tooltip,
} from '@patternfly/react-core';
import { useCallback, useState, type SyntheticEvent } from 'react';
import { useNavigate } from 'react-router';
import { RequestError } from '../api/problem';
import { isAdministrator, useUser } from '../access/session';
import type { GuestAccess } from '../api/types';
import { faultsOf, sortFaults } from '../jobs/faults';
import { PlanView } from '../jobs/PlanView';
import { usePlan } from '../jobs/usePlan';
import { ProjectPicker, usable } from '../projects/ProjectPicker';
import { AllowedButton } from '../shell/AllowedButton';
import { Field, fieldProperties } from '../shell/Field';
import { textOf } from '../shell/inputs';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useImportImage } from './calls';
import { formatOf, formats, importRequest, type ImportForm, type ImportSource } from './importForm';
import { forgetUpload, UploadField } from './UploadField';

const fields = [
  'name',
  'description',
  'path',
  'upload',
  'url',
  'sha256',
  'format',
  'account',
  'account.name',
  'account.password',
  'guestAccess',
  'project',
  'vcpus',
  'memoryMiB',
] as const;

const empty: ImportForm = {
  source: 'upload',
  project: '',
  name: '',
  description: '',
  path: '',
  url: '',
  sha256: '',
  upload: '',
  format: '',
  accountName: '',
  accountPassword: '',
  guestAccess: 'AUTO',
  vcpus: '',
  memoryMiB: '',
};

const sources: { value: ImportSource; label: string }[] = [
  { value: 'upload', label: 'Upload' },
  { value: 'address', label: 'Address' },
  { value: 'host', label: 'File on the host' },
];

/** Asks what must be said of a disk image file, and shows what its import would do. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [form, setForm] = useState(empty);
  const set = (values: Partial<ImportForm>) => setForm((before) => ({ ...before, ...values }));
  const administrator = isAdministrator(useUser());
  const said = importRequest(form);
  const request = typeof said === 'string' ? undefined : said;
  const { plan, faults, error, current, retry } = usePlan('/images', request);
  const change = useImportImage((job) => {
    if (form.source === 'upload') forgetUpload();
    void navigate(`/jobs/${job.id}`);
  });
  const uploaded = useCallback((fileName: string | undefined, upload: string | undefined) => {
    setForm((before) => ({
      ...before,
      upload: upload ?? '',
      format: (fileName === undefined ? undefined : formatOf(fileName)) ?? before.format,
      name: before.name || nameOf(fileName),
    }));
  }, []);
  const refused = faultsOf(change.error);
  const sorted = sortFaults([...refused, ...faults], fields);

  const reason =
    typeof said === 'string'
      ? said
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
        description="A disk image becomes a master that machines are cloned from."
      />
      <ModalBody tabIndex={0} aria-label="Import image">
        <Form id="import-form" onSubmit={submit} data-testid="import-form">
          <Field
            id="import-project"
            label="Project"
            fault={sorted.of('project')}
            help={
              form.project !== ''
                ? 'Its members clone the image.'
                : administrator
                  ? 'Everybody clones the image.'
                  : 'You alone clone the image.'
            }
          >
            <ProjectPicker
              id="import-project"
              isInvalid={sorted.of('project') !== undefined}
              describedBy="import-project-help"
              value={form.project}
              onChange={(project) => {
                change.reset();
                set({ project });
              }}
              fixed={[{ value: '', label: administrator ? 'Everybody' : 'My own' }]}
              teamsOnly
              choiceOf={usable}
              testId="import-project"
            />
          </Field>
          <ToggleGroup aria-label="Where the file comes from">
            {sources.map(({ value, label }) => {
              const item = (
                <ToggleGroupItem
                  key={value}
                  text={label}
                  buttonId={`import-source-${value}`}
                  isSelected={form.source === value}
                  isDisabled={value === 'host' && !administrator}
                  onChange={() => {
                    change.reset();
                    set({ source: value });
                  }}
                />
              );
              return value === 'host' && !administrator ? (
                <Tooltip key={value} content="Files on the host are imported by administrators.">
                  <span>{item}</span>
                </Tooltip>
              ) : (
                item
              );
            })}
          </ToggleGroup>
          {form.source === 'upload' && (
            <Field id="import-upload" label="File" isRequired fault={sorted.of('upload')}>
              <UploadField project={textOf(form.project)} onChange={uploaded} />
            </Field>
          )}
          {form.source === 'address' && (
            <>
              <Field
                id="import-url"
                label="Address"
                isRequired
                fault={sorted.of('url')}
                help="The server downloads it from there: http or https, on a public host."
              >
                <TextInput
                  {...text('url', 'url')}
                  isRequired
                  type="url"
                  autoComplete="off"
                  onChange={(_event, url) => set({ url, format: formatOf(url) ?? form.format })}
                />
              </Field>
              <Field
                id="import-sha256"
                label="SHA-256"
                fault={sorted.of('sha256')}
                help="What its publisher says that the file must give. Leave it empty if you have none."
              >
                <TextInput {...text('sha256', 'sha256')} autoComplete="off" />
              </Field>
            </>
          )}
          {form.source === 'host' && (
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
          )}
          {/* What is wrong with the file itself, where the file was chosen. */}
          {sorted.rest.map((fault) => (
            <ProblemAlert
              key={fault.message}
              error={new RequestError({ type: '', title: fault.message, status: 422, detail: fault.help ?? '' })}
            />
          ))}
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
                  {formats.map((format) => (
                    <FormSelectOption key={format.value} {...format} />
                  ))}
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
                <TextInput
                  {...text('vcpus', 'vcpus')}
                  type="number"
                  min={1}
                  max={64}
                  placeholder="1, or as an OVA says"
                />
              </Field>
            </GridItem>
            <GridItem>
              <Field id="import-memoryMiB" label="Memory of a clone, MiB" fault={sorted.of('memoryMiB')}>
                <TextInput
                  {...text('memoryMiB', 'memoryMiB')}
                  type="number"
                  min={64}
                  placeholder="512, or as an OVA says"
                />
              </Field>
            </GridItem>
          </Grid>
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

/** A name for the image that its file suggests. */
function nameOf(fileName: string | undefined): string {
  return (fileName ?? '')
    .toLowerCase()
    .replace(/(\.(qcow2?|raw|img|vmdk|vhdx|vdi|ova|gz|xz|zst))+$/, '')
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 40);
}
