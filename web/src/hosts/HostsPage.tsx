import { EmptyState, EmptyStateBody, Stack, StackItem } from '@patternfly/react-core';
import { useParams } from 'react-router';
import { Fetched, NotFound } from '../shell/Fetched';
import { PageFrame } from '../shell/PageFrame';
import { useHosts } from './calls';
import { HostView } from './HostView';

/** The machines that run machines: all of them, or the one that the address names. */
export function HostsPage() {
  const { id } = useParams();
  const hosts = useHosts();
  return (
    <PageFrame title="Host" description="What runs the machines, and how much room it has left.">
      <Fetched query={hosts} what="The host">
        {(page) => {
          const shown = id === undefined ? page.items : page.items.filter((host) => host.id === id);
          if (id !== undefined && shown.length === 0) return <NotFound detail="There is no such host." />;
          if (shown.length === 0) {
            return (
              <EmptyState headingLevel="h2" titleText="No host yet">
                <EmptyStateBody>
                  Name a libvirt connection in the server's configuration and start the server again.
                </EmptyStateBody>
              </EmptyState>
            );
          }
          return (
            <Stack hasGutter>
              {shown.map((host) => (
                <StackItem key={host.id}>
                  <HostView host={host} />
                </StackItem>
              ))}
            </Stack>
          );
        }}
      </Fetched>
    </PageFrame>
  );
}
