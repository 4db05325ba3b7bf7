import { EmptyState, EmptyStateBody, Flex } from '@patternfly/react-core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { isAdministrator, useUser } from '../access/session';
import { AllowedButton } from '../shell/AllowedButton';
import { Fetched, NotFound } from '../shell/Fetched';
import { useNotices } from '../shell/notices';
import { PageFrame } from '../shell/PageFrame';
import { AddHostDialog } from './AddHostDialog';
import { useHosts } from './calls';
import { HostTable } from './HostTable';
import { HostView } from './HostView';
import { RebalanceDialog } from './RebalanceDialog';

/** The computers that run machines: a line for each, or all about the one that the address names or that is the only one. */
export function HostsPage() {
  const { id } = useParams();
  const user = useUser();
  const hosts = useHosts();
  const { tell } = useNotices();
  const [adding, setAdding] = useState(false);
  const [rebalancing, setRebalancing] = useState(false);
  const named = hosts.data?.items.find((host) => host.id === id);
  return (
    <PageFrame
      title={named === undefined ? 'Hosts' : named.name}
      description="What runs the machines, and how much room it has left."
      above={id === undefined ? undefined : [{ label: 'Hosts', path: '/hosts' }]}
      actions={
        <Flex gap={{ default: 'gapSm' }}>
          {id === undefined && (hosts.data?.items.length ?? 0) > 1 && (
            <AllowedButton
              variant="secondary"
              reason={isAdministrator(user) ? undefined : 'Only administrators move machines.'}
              onClick={() => setRebalancing(true)}
              data-testid="rebalance-hosts"
            >
              Rebalance
            </AllowedButton>
          )}
          <AllowedButton
            reason={isAdministrator(user) ? undefined : 'Only administrators may add hosts.'}
            onClick={() => setAdding(true)}
            data-testid="add-host"
          >
            Add host
          </AllowedButton>
        </Flex>
      }
    >
      <Fetched query={hosts} what="The hosts">
        {({ items }) => {
          const shown = id === undefined ? items : items.filter((host) => host.id === id);
          if (id !== undefined && shown.length === 0) return <NotFound detail="There is no such host." />;
          const [first, ...further] = shown;
          if (first === undefined) {
            return (
              <EmptyState headingLevel="h2" titleText="No host yet">
                <EmptyStateBody>Add one, or name one in the server's configuration.</EmptyStateBody>
              </EmptyState>
            );
          }
          return further.length === 0 ? <HostView host={first} /> : <HostTable hosts={shown} />;
        }}
      </Fetched>
      {rebalancing && <RebalanceDialog onClose={() => setRebalancing(false)} />}
      {adding && (
        <AddHostDialog
          onClose={() => setAdding(false)}
          onAdded={(host) => {
            setAdding(false);
            tell({ variant: 'success', title: `The host ${host.name} is added` });
          }}
        />
      )}
    </PageFrame>
  );
}
