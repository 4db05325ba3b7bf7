import {
  Button,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  Progress,
  ProgressMeasureLocation,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { Link } from 'react-router';
import type { PlacementRebalance } from '../api/types';
import { AllowedButton } from '../shell/AllowedButton';
import { Fetched } from '../shell/Fetched';
import { bytes, count } from '../shell/format';
import { useNotices } from '../shell/notices';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useRebalance, useRebalancing } from './calls';

type Filled = PlacementRebalance['hosts'][number];

/** Shows which machines would move and how full the hosts would be, and has them moved; of one drained host, or of all hosts. */
export function RebalanceDialog({ awayFrom, onClose }: { awayFrom?: string; onClose: () => void }) {
  const plan = useRebalancing(awayFrom);
  const { tell } = useNotices();
  const change = useRebalance((job) => {
    tell({ variant: 'info', title: job.title, body: <Link to={`/jobs/${job.id}`}>Follow the job</Link> });
    onClose();
  });
  const title = awayFrom === undefined ? 'Rebalance' : `Move machines away from ${awayFrom}`;
  const moves = plan.data?.moves.length;
  return (
    <Modal isOpen variant="large" onClose={onClose} aria-labelledby="rebalance-title" data-testid="rebalance">
      <ModalHeader
        title={title}
        labelId="rebalance-title"
        description="Machines that run go on running. They are moved one after the other, each where it fits."
      />
      <ModalBody tabIndex={0} aria-label={title}>
        <Fetched query={plan} what="The plan">
          {(found) => (
            <>
              <Moves plan={found} />
              {found.left.length > 0 && <Left plan={found} />}
              <Hosts hosts={found.hosts} />
            </>
          )}
        </Fetched>
        <ProblemAlert error={change.error} title="It was not done" />
      </ModalBody>
      <ModalFooter>
        <AllowedButton
          reason={
            moves === undefined
              ? 'The plan is being worked out.'
              : moves === 0
                ? 'There is nothing to be moved.'
                : undefined
          }
          isLoading={change.isPending}
          onClick={() => change.mutate(awayFrom === undefined ? {} : { host: awayFrom })}
          data-testid="rebalance-confirm"
        >
          {moves ? `Move ${count(moves, 'machine')}` : 'Move'}
        </AllowedButton>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}

function Moves({ plan }: { plan: PlacementRebalance }) {
  if (plan.moves.length === 0) return <p>Nothing is to be moved: machines are as well off as they can be.</p>;
  return (
    <Table aria-label="Moves" variant="compact" gridBreakPoint="grid-md" data-testid="moves">
      <Thead>
        <Tr>
          <Th>Machine</Th>
          <Th>From</Th>
          <Th>To</Th>
          <Th>Disks</Th>
          <Th>Why</Th>
        </Tr>
      </Thead>
      <Tbody>
        {plan.moves.map((move) => (
          <Tr key={move.machineId}>
            <Td dataLabel="Machine">
              <Link to={`/machines/${move.machineId}`}>{move.machine}</Link>
              {!move.live && <span className="pando-secondary"> (off)</span>}
            </Td>
            <Td dataLabel="From">{move.from}</Td>
            <Td dataLabel="To">{move.to}</Td>
            <Td dataLabel="Disks">{bytes(move.bytes)}</Td>
            <Td dataLabel="Why">{move.reason}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Left({ plan }: { plan: PlacementRebalance }) {
  return (
    <Table aria-label="Machines that stay" variant="compact" gridBreakPoint="grid-md" data-testid="left">
      <Thead>
        <Tr>
          <Th>Stays</Th>
          <Th>On</Th>
          <Th>Why</Th>
        </Tr>
      </Thead>
      <Tbody>
        {plan.left.map((left) => (
          <Tr key={left.machineId}>
            <Td dataLabel="Stays">{left.machine}</Td>
            <Td dataLabel="On">{left.host}</Td>
            <Td dataLabel="Why">{left.reason}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** How full each host is, and would be. */
function Hosts({ hosts }: { hosts: Filled[] }) {
  return (
    <Table aria-label="Hosts before and after" variant="compact" gridBreakPoint="grid-md" data-testid="before-after">
      <Thead>
        <Tr>
          <Th>Host</Th>
          <Th>Machines</Th>
          <Th>Memory promised now</Th>
          <Th>Memory promised then</Th>
        </Tr>
      </Thead>
      <Tbody>
        {hosts.map((host) => (
          <Tr key={host.hostId}>
            <Td dataLabel="Host">
              {host.host}
              {host.drained && <span className="pando-secondary"> (drained)</span>}
            </Td>
            <Td dataLabel="Machines">
              {host.machines === host.machinesAfter ? host.machines : `${host.machines} → ${host.machinesAfter}`}
            </Td>
            <Td dataLabel="Memory promised now">
              <Share of={host.memory} label={`Memory of ${host.host} promised now`} />
            </Td>
            <Td dataLabel="Memory promised then">
              <Share of={host.memoryAfter} label={`Memory of ${host.host} promised then`} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Share({ of, label }: { of: number; label: string }) {
  return (
    <Progress
      value={Math.min(100, Math.round(of * 100))}
      label={`${Math.round(of * 100)}%`}
      valueText={`${Math.round(of * 100)}%`}
      measureLocation={ProgressMeasureLocation.outside}
      variant={of > 1 ? 'danger' : undefined}
      size="sm"
      aria-label={label}
    />
  );
}
