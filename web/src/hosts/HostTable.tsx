import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { Link } from 'react-router';
import type { Host } from '../api/types';
import { bytes } from '../shell/format';
import { HostBadge, HostLabels } from './HostBadge';

/** Several hosts, a line each. */
export function HostTable({ hosts }: { hosts: Host[] }) {
  return (
    <Table aria-label="Hosts" variant="compact" gridBreakPoint="grid-lg" data-testid="hosts">
      <Thead>
        <Tr>
          <Th>Name</Th>
          <Th>State</Th>
          <Th>Labels</Th>
          <Th>Machines</Th>
          <Th>Processors promised</Th>
          <Th>Memory promised</Th>
          <Th>Pool free</Th>
          <Th>Load</Th>
        </Tr>
      </Thead>
      <Tbody>
        {hosts.map((host) => (
          <Tr key={host.id} data-testid="host-row" data-state={host.state}>
            <Td dataLabel="Name">
              <Link to={`/hosts/${host.id}`}>{host.name}</Link>
            </Td>
            <Td dataLabel="State">
              <HostBadge host={host} />
              {host.problem && <span className="pando-secondary pando-block">{host.problem}</span>}
            </Td>
            <Td dataLabel="Labels">
              <HostLabels host={host} />
            </Td>
            <Td dataLabel="Machines">
              {host.running} of {host.machines} running
            </Td>
            <Td dataLabel="Processors promised">
              {host.processors ? `${host.processors.committed} on ${host.processors.cores}` : '–'}
            </Td>
            <Td dataLabel="Memory promised">
              {host.memory ? `${bytes(host.memory.committed)} of ${bytes(host.memory.total)}` : '–'}
            </Td>
            <Td dataLabel="Pool free">{host.pools[0] ? bytes(host.pools[0].available) : '–'}</Td>
            <Td dataLabel="Load">
              {host.processors?.loadPercent === undefined ? '–' : `${Math.round(host.processors.loadPercent)}%`}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
