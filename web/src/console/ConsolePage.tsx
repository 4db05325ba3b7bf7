import { Flex, Title } from '@patternfly/react-core';
import { useParams, useSearchParams } from 'react-router';
import { useJob } from '../jobs/calls';
import { useMachine } from '../machines/calls';
import { MachineBadge } from '../machines/MachineBadge';
import { Fetched } from '../shell/Fetched';
import { useTitle } from '../shell/PageFrame';
import { ScreenConsole } from './ScreenConsole';
import { SerialConsole } from './SerialConsole';

/** A console alone, for a window of its own. */
export function ConsolePage() {
  const { id = '' } = useParams();
  const [address] = useSearchParams();
  const machine = useMachine(id);
  const job = useJob(machine.data?.jobId);
  useTitle(machine.data?.name ?? 'Console');
  return (
    <main className="pando-own-window">
      <Fetched query={machine} what="The machine">
        {(data) => (
          <>
            <Flex gap={{ default: 'gapMd' }} className="pando-own-window-head">
              <Title headingLevel="h1" size="lg">
                {data.name}
              </Title>
              <MachineBadge machine={data} job={job.data} />
            </Flex>
            {address.get('kind') === 'serial' ? (
              <SerialConsole machine={data} isBare />
            ) : (
              <ScreenConsole machine={data} isBare />
            )}
          </>
        )}
      </Fetched>
    </main>
  );
}
