import {
  Alert,
  Button,
  Card,
  CardBody,
  CardFooter,
  CardTitle,
  Checkbox,
  Flex,
  FlexItem,
  Form,
  FormGroup,
  FormSection,
  FormSelect,
  FormSelectOption,
  Grid,
  GridItem,
  List,
  ListItem,
  Radio,
  Spinner,
  TextArea,
  TextInput,
} from '@patternfly/react-core';
import { useDeferredValue, useState, type SyntheticEvent } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useUser } from '../access/session';
import type { Fault, Firmware, MachineLabel, Suggestion } from '../api/types';
import { useHosts } from '../hosts/calls';
import { useImage, usePackageSuggestions } from '../images/calls';
import { ImagePicker } from '../images/ImagePicker';
import { faultsOf, sortFaults } from '../jobs/faults';
import { PlanView } from '../jobs/PlanView';
import { usePlan } from '../jobs/usePlan';
import { ProjectPicker, usable } from '../projects/ProjectPicker';
import { AllowedButton } from '../shell/AllowedButton';
import { reference } from '../shell/choices';
import { Field, fieldProperties } from '../shell/Field';
import { mebibytes } from '../shell/format';
import { PageFrame } from '../shell/PageFrame';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useCreateMachine, useMachineLabels } from './calls';
import { firmwareLabels } from './hardware';
import { labelsHelp } from './LabelsDialog';
import { UnitSelect } from './LifetimeDialog';
import {
  emptyForm,
  formFields,
  machineRequest,
  suggested,
  wordBegun,
  type FormField,
  type NewMachineForm,
} from './newMachineForm';
import { Suggestions } from './Suggestions';

const timezones = Intl.supportedValuesOf('timeZone');

export function NewMachinePage() {
  const navigate = useNavigate();
  const [address] = useSearchParams();
  const [form, setForm] = useState<NewMachineForm>(() => ({
    ...emptyForm,
    image: address.get('image') ?? '',
    project: address.get('project') ?? '',
  }));
  const request = machineRequest(form);
  const planned = usePlan('/machines', request);
  const create = useCreateMachine(
    (job) => void navigate(job.subject ? `/machines/${job.subject.id}?tab=timeline` : `/jobs/${job.id}`),
  );
  const refused = faultsOf(create.error);
  const faults = sortFaults([...refused, ...(request ? planned.faults : [])], formFields);
  const set = (values: Partial<NewMachineForm>) => {
    create.reset();
    setForm((before) => ({ ...before, ...values }));
  };
  const reason = whyNot(request, planned);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (request && reason === undefined) create.mutate(request);
  };

  return (
    <PageFrame
      title="New machine"
      above={[{ label: 'My machines', path: '/machines' }]}
      description="Your own copy of an image, or of the one that comes closest to what you need."
    >
      <Form onSubmit={submit} data-testid="new-machine-form" aria-label="New machine" className="pando-new-machine">
        <Grid hasGutter>
          <GridItem span={12} xl={7}>
            <Fields form={form} set={set} faultOf={faults.of} />
          </GridItem>
          <GridItem span={12} xl={5}>
            <Card
              component="section"
              className="pando-plan"
              data-testid="plan-panel"
              aria-live="polite"
              aria-busy={request !== undefined && !planned.current}
            >
              <CardTitle component="h2">
                <Flex gap={{ default: 'gapSm' }}>
                  What will happen
                  {request && !planned.current && !planned.error && (
                    <Spinner size="md" aria-label="Working out the plan" />
                  )}
                </Flex>
              </CardTitle>
              <CardBody className="pando-plan-text" tabIndex={0} role="region" aria-label="Plan">
                <PlanPanel
                  request={request}
                  planned={planned}
                  rest={faults.rest}
                  onApply={(suggestion) => set(suggested(suggestion) ?? {})}
                />
              </CardBody>
              <CardFooter className="pando-plan-foot">
                {refused.length === 0 && <ProblemAlert error={create.error} title="The machine was not created" />}
                <Flex gap={{ default: 'gapMd' }}>
                  <AllowedButton
                    type="submit"
                    reason={reason}
                    isLoading={create.isPending}
                    data-testid="create-machine"
                  >
                    Create
                  </AllowedButton>
                  <Button variant="link" component={(properties) => <Link {...properties} to="/machines" />}>
                    Cancel
                  </Button>
                </Flex>
              </CardFooter>
            </Card>
          </GridItem>
        </Grid>
      </Form>
    </PageFrame>
  );
}

type Planned = ReturnType<typeof usePlan>;

/** Why nothing can be created yet; undefined when it can. */
function whyNot(request: object | undefined, planned: Planned): string | undefined {
  if (request === undefined) return 'Give it a name, and choose an image or say what it must be.';
  if (planned.error) return 'The plan could not be worked out.';
  if (!planned.current) return 'The plan is being worked out.';
  return planned.plan?.feasible ? undefined : 'It cannot be carried out as it stands.';
}

interface PlanPanelProperties {
  request: object | undefined;
  planned: Planned;
  rest: Fault[];
  onApply: (suggestion: Suggestion) => void;
}

function PlanPanel({ request, planned, rest, onApply }: PlanPanelProperties) {
  if (request === undefined) {
    return (
      <p className="pando-secondary">
        Give it a name, choose an image or say what it must be, and read here what Pando would do before anything is
        done.
      </p>
    );
  }
  if (planned.error)
    return <ProblemAlert error={planned.error} title="The plan could not be worked out" onRetry={planned.retry} />;
  const feasible = planned.plan?.feasible === true;
  return (
    <>
      {planned.faults.length > 0 && (
        <Alert
          component="p"
          isInline
          variant="warning"
          title="It cannot be carried out as it stands"
          className="pando-gap"
          data-testid="plan-faults"
        >
          <List>
            {planned.faults.map((fault, index) => (
              <ListItem key={index}>
                {fault.message} {rest.includes(fault) && fault.help}
                {planned.current && <Suggestions of={fault.suggestions} onApply={onApply} />}
              </ListItem>
            ))}
          </List>
          {planned.current && planned.plan?.mended && (
            <>
              <Button
                variant="secondary"
                size="sm"
                className="pando-gap"
                onClick={() => planned.plan?.mended && onApply(planned.plan.mended)}
                data-testid="mend"
              >
                Make it fit
              </Button>
              <span className="pando-secondary pando-block">{planned.plan.mended.text}</span>
            </>
          )}
        </Alert>
      )}
      {planned.plan && (feasible || planned.plan.ranking.length > 0) && <PlanView plan={planned.plan} />}
    </>
  );
}

const company = (known: MachineLabel[]) =>
  labelsHelp(known, 'Labels of machines of the same project, where that is possible.');

interface FieldsProperties {
  form: NewMachineForm;
  set: (values: Partial<NewMachineForm>) => void;
  faultOf: (field: FormField) => Fault | undefined;
}

function Fields({ form, set, faultOf }: FieldsProperties) {
  const user = useUser();
  const image = useImage(reference(form.image)).data;
  const begun = wordBegun(form.packages);
  const packages = usePackageSuggestions(
    form.by === 'image' ? reference(form.image) : undefined,
    form.by === 'wish' && form.os.trim() !== '' ? form.os.trim() : undefined,
    useDeferredValue(begun.word),
  );
  const machineLabels = useMachineLabels(form.project || undefined).data ?? [];
  const hostLabels = [...new Set((useHosts().data?.items ?? []).flatMap((host) => host.labels))].sort();
  const text = (
    name: Exclude<keyof NewMachineForm, 'tpm' | 'by' | 'acceleration' | 'offline' | 'lifetimeUnit'>,
    field: FormField,
  ) => ({
    ...fieldProperties(name, faultOf(field)),
    value: form[name],
    onChange: (_event: unknown, value: string) => set({ [name]: value }),
  });
  return (
    <Card>
      <CardBody>
        <FormSection title="Machine" titleElement="h2">
          <Field
            id="name"
            label="Name"
            isRequired
            fault={faultOf('name')}
            help="Lower-case letters, digits and hyphens, for example web2."
          >
            <TextInput {...text('name', 'name')} isRequired autoComplete="off" spellCheck={false} />
          </Field>
          <FormGroup role="radiogroup" isInline label="Made from" fieldId="by">
            <Radio
              id="by-image"
              name="by"
              label="An image that I choose"
              isChecked={form.by === 'image'}
              onChange={() => set({ by: 'image' })}
            />
            <Radio
              id="by-wish"
              name="by"
              label="What comes closest to what I need"
              isChecked={form.by === 'wish'}
              onChange={() => set({ by: 'wish' })}
            />
          </FormGroup>
          {form.by === 'image' ? (
            <Field
              id="image"
              label="Image"
              isRequired
              fault={faultOf('image')}
              help={image?.description || image?.operatingSystem}
            >
              <ImagePicker
                id="image"
                value={form.image}
                onChange={(value) => set({ image: value })}
                none="Choose an image"
                isRequired
                state="READY"
                choiceOf={({ name, operatingSystem }) => ({
                  value: name,
                  label: operatingSystem ? `${name} · ${operatingSystem}` : name,
                })}
                isInvalid={faultOf('image') !== undefined}
                describedBy="image-help"
                testId="machine-image"
              />
            </Field>
          ) : (
            <Field
              id="os"
              label="System"
              fault={faultOf('wish.os') ?? faultOf('wish')}
              help="Its name, with a version if it matters: debian, debian:12."
            >
              <TextInput {...text('os', 'wish.os')} autoComplete="off" spellCheck={false} />
            </Field>
          )}
          <Field
            id="packages"
            label="Packages"
            fault={faultOf('wish.packages')}
            help="What must be installed, for example nginx redis. What the image lacks is installed."
          >
            <TextInput
              {...text('packages', 'wish.packages')}
              autoComplete="off"
              spellCheck={false}
              list="known-packages"
            />
            <datalist id="known-packages" data-testid="known-packages">
              {packages.data?.names.map((name) => (
                <option key={name} value={begun.before + name} />
              ))}
            </datalist>
          </Field>
          <Field
            id="project"
            label="Project"
            fault={faultOf('project')}
            help={form.project === '' ? 'Yours alone.' : 'Its members share the machine.'}
          >
            <ProjectPicker
              id="project"
              value={form.project}
              onChange={(value) => set({ project: value })}
              fixed={[{ value: '', label: 'My own' }]}
              teamsOnly
              choiceOf={usable}
              isInvalid={faultOf('project') !== undefined}
              describedBy="project-help"
              testId="machine-project"
            />
          </Field>
          <FormGroup role="radiogroup" isStack label="Copy of the disk" fieldId="copy">
            <Radio
              id="copy-linked"
              name="copy"
              label="Linked"
              description="Made at once and takes little room: reads from the image what it has not changed."
              isChecked={form.copy === 'LINKED'}
              onChange={() => set({ copy: 'LINKED' })}
            />
            <Radio
              id="copy-full"
              name="copy"
              label="Full"
              description="A copy of all bytes: takes longer and stands alone."
              isChecked={form.copy === 'FULL'}
              onChange={() => set({ copy: 'FULL' })}
            />
          </FormGroup>
          <Grid hasGutter md={6}>
            <GridItem>
              <Field id="vcpus" label="Processors" fault={faultOf('vcpus')} help="1 to 64. Empty: as the image says.">
                <TextInput
                  {...text('vcpus', 'vcpus')}
                  type="number"
                  min={1}
                  max={64}
                  placeholder={image ? String(image.defaults.vcpus) : undefined}
                />
              </Field>
            </GridItem>
            <GridItem>
              <Field
                id="memoryMiB"
                label="Memory, MiB"
                fault={faultOf('memoryMiB')}
                help={
                  Number(form.memoryMiB) >= 1024 ? `${mebibytes(Number(form.memoryMiB))}.` : 'Empty: as the image says.'
                }
              >
                <TextInput
                  {...text('memoryMiB', 'memoryMiB')}
                  type="number"
                  min={64}
                  step={64}
                  placeholder={image ? String(image.defaults.memoryMiB) : undefined}
                />
              </Field>
            </GridItem>
          </Grid>
          <Grid hasGutter md={6}>
            <GridItem>
              <Field
                id="diskGiB"
                label="Disk, GiB"
                fault={faultOf('diskMiB')}
                help="At least the image's; the file system grows with it. Empty: as the image says."
              >
                <TextInput
                  {...text('diskGiB', 'diskMiB')}
                  type="number"
                  min={0}
                  step="any"
                  placeholder={
                    image?.virtualSize ? String(Math.round((image.virtualSize / 2 ** 30) * 10) / 10) : undefined
                  }
                />
              </Field>
            </GridItem>
            <GridItem>
              <Field
                id="architecture"
                label="Architecture"
                fault={faultOf('wish.architecture')}
                help="For example x86_64. Empty: any."
              >
                <TextInput {...text('architecture', 'wish.architecture')} autoComplete="off" spellCheck={false} />
              </Field>
            </GridItem>
          </Grid>
          <Grid hasGutter md={6}>
            <GridItem>
              <Field
                id="firmware"
                label="Firmware"
                fault={faultOf('firmware')}
                help="The image must have been installed for it."
              >
                <FormSelect
                  {...fieldProperties('firmware', faultOf('firmware'))}
                  value={form.firmware}
                  onChange={(_event, value) => set({ firmware: value as Firmware })}
                >
                  {Object.entries(firmwareLabels).map(([value, label]) => (
                    <FormSelectOption key={value} value={value} label={label} />
                  ))}
                </FormSelect>
              </Field>
            </GridItem>
            <GridItem>
              <FormGroup label="Security chip" fieldId="tpm" role="group">
                <Checkbox
                  id="tpm"
                  label="TPM 2.0"
                  isChecked={form.tpm}
                  onChange={(_event, checked) => set({ tpm: checked })}
                />
              </FormGroup>
            </GridItem>
          </Grid>
        </FormSection>
        <FormSection title="Where and how long" titleElement="h2">
          <Grid hasGutter md={6}>
            <GridItem>
              <Field id="near" label="Near to" fault={faultOf('where.near')} help={company(machineLabels)}>
                <TextInput {...text('near', 'where.near')} autoComplete="off" spellCheck={false} />
              </Field>
            </GridItem>
            <GridItem>
              <Field id="apart" label="Apart from" fault={faultOf('where.apart')} help={company(machineLabels)}>
                <TextInput {...text('apart', 'where.apart')} autoComplete="off" spellCheck={false} />
              </Field>
            </GridItem>
            <GridItem>
              <Field
                id="hostLabels"
                label="Labels of its host"
                fault={faultOf('where.hostLabels')}
                help={
                  hostLabels.length === 0
                    ? 'All of them. No host has any yet.'
                    : labelsHelp(hostLabels.map((label) => ({ label })))
                }
              >
                <TextInput {...text('hostLabels', 'where.hostLabels')} autoComplete="off" spellCheck={false} />
              </Field>
            </GridItem>
            <GridItem>
              <Field
                id="labels"
                label="Its own labels"
                fault={faultOf('labels')}
                help="By which others can be near to it or apart from it: web zone=a."
              >
                <TextInput {...text('labels', 'labels')} autoComplete="off" spellCheck={false} />
              </Field>
            </GridItem>
            <GridItem>
              <Field
                id="lifetime"
                label="Lifetime"
                fault={faultOf('lifetime')}
                help="Then it is suspended, never deleted. Empty: without an end."
              >
                <Flex gap={{ default: 'gapSm' }} flexWrap={{ default: 'nowrap' }}>
                  <FlexItem flex={{ default: 'flex_1' }}>
                    <TextInput {...text('lifetime', 'lifetime')} inputMode="numeric" autoComplete="off" />
                  </FlexItem>
                  <FlexItem flex={{ default: 'flexNone' }}>
                    <UnitSelect
                      id="lifetime-unit"
                      value={form.lifetimeUnit}
                      onChange={(unit) => set({ lifetimeUnit: unit })}
                    />
                  </FlexItem>
                </Flex>
              </Field>
            </GridItem>
            <GridItem>
              <FormGroup label="Host and network" fieldId="acceleration" role="group" isStack>
                <Checkbox
                  id="acceleration"
                  label="Only with hardware acceleration"
                  isChecked={form.acceleration}
                  onChange={(_event, checked) => set({ acceleration: checked })}
                />
                <Checkbox
                  id="offline"
                  label="Without a network: no cable is plugged in"
                  isChecked={form.offline}
                  onChange={(_event, checked) => set({ offline: checked })}
                />
              </FormGroup>
            </GridItem>
          </Grid>
        </FormSection>
        <FormSection title="Within the guest" titleElement="h2">
          <Grid hasGutter md={6}>
            <GridItem>
              <Field
                id="hostname"
                label="Host name"
                fault={faultOf('guest.hostname')}
                help="Empty: your name and the machine's."
              >
                <TextInput
                  {...text('hostname', 'guest.hostname')}
                  placeholder={form.name ? `${user.name}-${form.name}` : undefined}
                  autoComplete="off"
                  spellCheck={false}
                />
              </Field>
            </GridItem>
            <GridItem>
              <Field
                id="timezone"
                label="Time zone"
                fault={faultOf('guest.timezone')}
                help="For example Europe/Berlin. Empty: as in the image."
              >
                <TextInput
                  {...text('timezone', 'guest.timezone')}
                  list="timezones"
                  autoComplete="off"
                  spellCheck={false}
                />
                <datalist id="timezones">
                  {timezones.map((zone) => (
                    <option key={zone} value={zone} />
                  ))}
                </datalist>
              </Field>
            </GridItem>
            <GridItem>
              <Field
                id="userName"
                label="Account name"
                fault={faultOf('guest.user.name')}
                help="An account of your own in the guest. Empty: none."
              >
                <TextInput {...text('userName', 'guest.user.name')} autoComplete="off" spellCheck={false} />
              </Field>
            </GridItem>
            <GridItem>
              <Field
                id="userPassword"
                label="Account password"
                fault={faultOf('guest.user.password')}
                help="Not needed with an SSH key."
              >
                <TextInput
                  {...text('userPassword', 'guest.user.password')}
                  type="password"
                  autoComplete="new-password"
                />
              </Field>
            </GridItem>
          </Grid>
          <Field
            id="sshKeys"
            label="SSH public keys"
            fault={faultOf('guest.user.sshKeys')}
            help="One a line, as in ~/.ssh/id_ed25519.pub."
          >
            <TextArea
              {...text('sshKeys', 'guest.user.sshKeys')}
              rows={2}
              resizeOrientation="vertical"
              spellCheck={false}
              className="pando-code"
            />
          </Field>
          <Field
            id="commands"
            label="Commands"
            fault={faultOf('guest.commands')}
            help="One a line, run in turn by root once the machine is up. The first that fails ends the job."
          >
            <TextArea
              {...text('commands', 'guest.commands')}
              rows={2}
              resizeOrientation="vertical"
              spellCheck={false}
              className="pando-code"
            />
          </Field>
        </FormSection>
      </CardBody>
    </Card>
  );
}
