import { Flex, Label, LabelGroup } from '@patternfly/react-core';
import type { Host, HostState } from '../api/types';

const stateLabels: Record<HostState, string> = {
  CONNECTING: 'Connecting',
  ONLINE: 'Online',
  UNREACHABLE: 'Does not answer',
};

/** Whether a host answers, and whether it is drained. */
export function HostBadge({ host }: { host: Host }) {
  return (
    <Flex gap={{ default: 'gapSm' }}>
      <Label
        status={host.state === 'ONLINE' ? 'success' : host.state === 'UNREACHABLE' ? 'danger' : undefined}
        color="blue"
        data-testid="host-state"
      >
        {stateLabels[host.state]}
      </Label>
      {host.drained && (
        <Label status="warning" data-testid="host-drained">
          Drained
        </Label>
      )}
    </Flex>
  );
}

/** What administrators call it. */
export function HostLabels({ host }: { host: Host }) {
  return host.labels.length === 0 ? null : (
    <LabelGroup numLabels={6} aria-label="Labels">
      {host.labels.map((label) => (
        <Label key={label} isCompact variant="outline">
          {label}
        </Label>
      ))}
    </LabelGroup>
  );
}
