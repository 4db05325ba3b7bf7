import { Card, CardBody, CardTitle, DescriptionList, Flex, NumberInput } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import type { Image, WarmPool, WarmPoolState } from '../api/types';
import { useRights } from '../projects/rights';
import { AllowedButton } from '../shell/AllowedButton';
import { Fact } from '../shell/Fact';
import { Fetched } from '../shell/Fetched';
import { count, mebibytes } from '../shell/format';
import { ProblemAlert } from '../shell/ProblemAlert';
import { Since } from '../shell/Since';
import { useSetWarmPool, useWarmPool } from './calls';

const MOST = 16;

const states: Record<WarmPoolState, string> = { MAKING: 'Being made', READY: 'Waits', LEAVING: 'Being taken away' };

/** The machines of a staged image that wait for whoever asks for one. */
export function WarmPoolCard({ image }: { image: Image }) {
  const pool = useWarmPool(image);
  return (
    <Card component="section" data-testid="warm-pool">
      <CardTitle component="h2">Warm pool</CardTitle>
      <CardBody>
        <p className="pando-secondary pando-gap">
          Machines that are started before anybody asks, and belong to nobody yet. Whoever asks for one of their size
          has it in a moment.
        </p>
        <Fetched query={pool} what="The warm pool">
          {(data) => (
            <>
              <Size key={data.size} image={image} pool={data} />
              <Facts pool={data} />
              {data.machines.length > 0 && <Waiting pool={data} />}
            </>
          )}
        </Fetched>
      </CardBody>
    </Card>
  );
}

function Size({ image, pool }: { image: Image; pool: WarmPool }) {
  const rights = useRights();
  const change = useSetWarmPool(image);
  const [size, setSize] = useState(pool.size);
  const set = (wanted: number) => setSize(Math.min(MOST, Math.max(0, Number.isNaN(wanted) ? 0 : Math.round(wanted))));
  return (
    <>
      <Flex gap={{ default: 'gapSm' }} alignItems={{ default: 'alignItemsCenter' }} className="pando-gap">
        <label htmlFor="warm-pool-size">Machines that wait</label>
        <NumberInput
          value={size}
          min={0}
          max={MOST}
          isDisabled={!rights.administrator}
          onMinus={() => set(size - 1)}
          onPlus={() => set(size + 1)}
          onChange={(event) => set(Number((event.target as HTMLInputElement).value))}
          inputProps={{ id: 'warm-pool-size' }}
          inputAriaLabel="Machines that wait"
          minusBtnAriaLabel="One less"
          plusBtnAriaLabel="One more"
          widthChars={3}
        />
        <AllowedButton
          variant="secondary"
          reason={refusal(rights.administrator, size === pool.size)}
          isLoading={change.isPending}
          onClick={() => change.mutate({ size, ...ownSize(image, pool) })}
          data-testid="set-warm-pool"
        >
          Keep so many
        </AllowedButton>
      </Flex>
      <ProblemAlert error={change.error} title="It stays as it is" />
    </>
  );
}

function refusal(administrator: boolean, same: boolean): string | undefined {
  if (!administrator) return 'What waits takes room on hosts: only administrators set it.';
  return same ? 'So many are kept already.' : undefined;
}

/** A size that was set by other means stays. */
function ownSize(image: Image, pool: WarmPool): { vcpus?: number; memoryMiB?: number } {
  return {
    ...(pool.vcpus === image.defaults.vcpus ? {} : { vcpus: pool.vcpus }),
    ...(pool.memoryMiB === image.defaults.memoryMiB ? {} : { memoryMiB: pool.memoryMiB }),
  };
}

function Facts({ pool }: { pool: WarmPool }) {
  return (
    <DescriptionList isHorizontal isCompact className="pando-gap">
      <Fact term="Now">
        <span data-testid="warm-pool-now">
          {pool.ready} ready, {pool.making} being made
        </span>
      </Fact>
      <Fact term="Each has">
        {count(pool.vcpus, 'processor')}, {mebibytes(pool.memoryMiB)} of memory
      </Fact>
      <Fact term="Used">
        {count(pool.used, 'time')}
        {pool.lastUsedAt && (
          <>
            , last <Since instant={pool.lastUsedAt} />
          </>
        )}
        {pool.missed > 0 && `; ${count(pool.missed, 'time')} none was ready`}
      </Fact>
      {pool.problem && <Fact term="Not full because">{pool.problem}</Fact>}
    </DescriptionList>
  );
}

function Waiting({ pool }: { pool: WarmPool }) {
  return (
    <Table aria-label="Warm machines" variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th>Host</Th>
          <Th>State</Th>
          <Th>Since</Th>
        </Tr>
      </Thead>
      <Tbody>
        {pool.machines.map((machine) => (
          <Tr key={`${machine.hostId} ${machine.state} ${machine.since}`}>
            <Td dataLabel="Host">{machine.host}</Td>
            <Td dataLabel="State">{states[machine.state]}</Td>
            <Td dataLabel="Since">
              <Since instant={machine.since} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
