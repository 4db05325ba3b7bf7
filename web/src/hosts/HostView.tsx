import {
  Alert,
  Card,
  CardBody,
  CardTitle,
  DescriptionList,
  Flex,
  Grid,
  GridItem,
  Label,
  Progress,
  ProgressMeasureLocation,
  ProgressVariant,
  Title,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { isAdministrator, useUser } from '../access/session';
import type { Host, Network, Pool } from '../api/types';
import { AllowedButton } from '../shell/AllowedButton';
import { Fact } from '../shell/Fact';
import { bytes, count, share } from '../shell/format';
import { useNotices } from '../shell/notices';
import { Since } from '../shell/Since';
import { useProbe } from './calls';
import { HostActions } from './HostActions';
import { HostBadge, HostLabels } from './HostBadge';
import { HostHistory } from './HostHistory';

export function HostView({ host }: { host: Host }) {
  return (
    <section aria-label={host.name} data-testid="host" data-state={host.state}>
      <Flex gap={{ default: 'gapMd' }} className="pando-gap">
        <Title headingLevel="h2">{host.name}</Title>
        <HostBadge host={host} />
        <HostLabels host={host} />
        <span className="pando-secondary">
          {count(host.machines, 'machine')}, {host.running} of them running
          {host.warm > 0 && `, ${count(host.warm, 'warm machine')} besides`}
        </span>
        <HostActions host={host} />
      </Flex>
      {host.drained && (
        <Alert component="p" isInline variant="info" title="The host gets no new machines" className="pando-gap">
          An administrator has drained it. The machines that are there go on as they are.
        </Alert>
      )}
      {host.problem && (
        <Alert component="p" isInline variant="danger" title="The host does not answer" className="pando-gap">
          <p>{host.problem}</p>
          {host.help && <p>{host.help}</p>}
          {host.lastAnswerAt && (
            <p>
              What you see is from <Since instant={host.lastAnswerAt} />.
            </p>
          )}
        </Alert>
      )}
      <Grid hasGutter>
        <GridItem span={12} lg={6}>
          <Capacity host={host} />
        </GridItem>
        <GridItem span={12} lg={6}>
          <Acceleration host={host} />
        </GridItem>
        <GridItem span={12} lg={6}>
          <HostHistory id={host.id} />
        </GridItem>
        <GridItem span={12} lg={6}>
          <Pools pools={host.pools} />
        </GridItem>
        <GridItem span={12} lg={6}>
          <Networks networks={host.networks} />
        </GridItem>
      </Grid>
    </section>
  );
}

interface BarProperties {
  id: string;
  title: string;
  /** 0 to 100. */
  value: number;
  text: string;
  note?: ReactNode;
}

function Bar({ id, title, value, text, note }: BarProperties) {
  return (
    <Progress
      id={id}
      className="pando-bar"
      title={title}
      value={Math.round(value)}
      label={text}
      valueText={`${Math.round(value)}%: ${text}`}
      helperText={note && <span className="pando-secondary">{note}</span>}
      size="sm"
      measureLocation={ProgressMeasureLocation.top}
      variant={value >= 95 ? ProgressVariant.danger : value >= 80 ? ProgressVariant.warning : undefined}
    />
  );
}

function Capacity({ host }: { host: Host }) {
  const { id, memory, processors } = host;
  return (
    <Card isFullHeight component="section">
      <CardTitle component="h3">Capacity</CardTitle>
      <CardBody>
        {memory && (
          <>
            <Bar
              id={`${id}-memory`}
              title="Memory promised to running machines"
              value={share(memory.committed, memory.total)}
              text={`${bytes(memory.committed)} of ${bytes(memory.total)}`}
              note={`${bytes(memory.free)} free now, as the host says.`}
            />
          </>
        )}
        {processors && (
          <>
            <Bar
              id={`${id}-processors`}
              title="Virtual processors of running machines"
              value={share(processors.committed, processors.cores)}
              text={`${processors.committed} on ${count(processors.cores, 'core')}`}
            />
            {processors.loadPercent !== undefined && (
              <Bar
                id={`${id}-load`}
                title="Processor time in use"
                value={processors.loadPercent}
                text={`${Math.round(processors.loadPercent)}%`}
              />
            )}
          </>
        )}
        {!memory && !processors && <p className="pando-secondary">The host has not said yet.</p>}
        <DescriptionList isHorizontal isCompact className="pando-gap-above">
          {processors && <Fact term="Processor">{processors.model}</Fact>}
          {host.architecture && <Fact term="Architecture">{host.architecture}</Fact>}
          {host.hypervisor && <Fact term="Hypervisor">{host.hypervisor}</Fact>}
          {host.libvirt && <Fact term="libvirt">{host.libvirt}</Fact>}
          <Fact term="Connection">
            <code className="pando-code">{host.uri}</code>
          </Fact>
        </DescriptionList>
      </CardBody>
    </Card>
  );
}

const accelerations = { UNKNOWN: 'Being found out', HARDWARE: 'Hardware', EMULATION: 'Emulation' };

function Acceleration({ host }: { host: Host }) {
  const user = useUser();
  const { tell, tellProblem } = useNotices();
  const { kind, explanation, checkedAt } = host.acceleration;
  const probe = useProbe((job) =>
    tell({ variant: 'info', title: 'Looking again', body: <Link to={`/jobs/${job.id}`}>Follow the job</Link> }),
  );
  const reason = !isAdministrator(user)
    ? 'Only administrators may ask for it.'
    : host.state !== 'ONLINE'
      ? 'The host does not answer.'
      : undefined;
  return (
    <Card isFullHeight component="section">
      <CardTitle component="h3">Acceleration</CardTitle>
      <CardBody>
        <p className="pando-gap">
          <Label
            status={kind === 'HARDWARE' ? 'success' : kind === 'EMULATION' ? 'warning' : undefined}
            color="blue"
            data-testid="acceleration"
            data-kind={kind}
          >
            {accelerations[kind]}
          </Label>
        </p>
        <p>{explanation}</p>
        <p className="pando-secondary pando-gap">
          {kind === 'EMULATION' && 'Machines work as they should, but much slower. '}
          {checkedAt && (
            <>
              Found out <Since instant={checkedAt} />.
            </>
          )}
        </p>
        <AllowedButton
          variant="secondary"
          reason={reason}
          isLoading={probe.isPending}
          onClick={() =>
            probe.mutate(host.id, { onError: (error) => tellProblem(error, 'The probe could not be started') })
          }
          data-testid="probe"
        >
          Probe again
        </AllowedButton>
      </CardBody>
    </Card>
  );
}

function Pools({ pools }: { pools: Pool[] }) {
  return (
    <Card isFullHeight component="section">
      <CardTitle component="h3">Storage pools</CardTitle>
      <CardBody>
        {pools.length === 0 && <p className="pando-secondary">None is known yet.</p>}
        {pools.map((pool) => (
          <Bar
            key={pool.name}
            id={`pool-${pool.name}`}
            title={pool.name}
            value={share(pool.capacity - pool.available, pool.capacity)}
            text={`${bytes(pool.available)} free of ${bytes(pool.capacity)}`}
            note={
              <>
                {pool.type}
                {pool.path && (
                  <>
                    {' '}
                    · <code className="pando-code">{pool.path}</code>
                  </>
                )}
              </>
            }
          />
        ))}
      </CardBody>
    </Card>
  );
}

function Networks({ networks }: { networks: Network[] }) {
  return (
    <Card isFullHeight component="section">
      <CardTitle component="h3">Networks</CardTitle>
      <CardBody>
        {networks.length === 0 ? (
          <p className="pando-secondary">None is known yet.</p>
        ) : (
          <Table aria-label="Networks" variant="compact" gridBreakPoint="grid-md">
            <Thead>
              <Tr>
                <Th>Name</Th>
                <Th>Addresses</Th>
                <Th>Bridge</Th>
                <Th>Leases</Th>
                <Th>State</Th>
              </Tr>
            </Thead>
            <Tbody>
              {networks.map((network) => (
                <Tr key={network.name}>
                  <Td dataLabel="Name">{network.name}</Td>
                  <Td dataLabel="Addresses">{network.cidr ?? 'none handed out'}</Td>
                  <Td dataLabel="Bridge">{network.bridge ?? '–'}</Td>
                  <Td dataLabel="Leases">{network.leases}</Td>
                  <Td dataLabel="State">
                    <Label isCompact status={network.active ? 'success' : undefined} color="grey">
                      {network.active ? 'Active' : 'Not active'}
                    </Label>
                  </Td>
                </Tr>
              ))}
            </Tbody>
          </Table>
        )}
      </CardBody>
    </Card>
  );
}
