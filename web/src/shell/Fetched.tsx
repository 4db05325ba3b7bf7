import {
  Alert,
  AlertActionLink,
  Bullseye,
  EmptyState,
  EmptyStateBody,
  Skeleton,
  Stack,
  StackItem,
} from '@patternfly/react-core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { problemOf, RequestError } from '../api/problem';
import { ProblemAlert } from './ProblemAlert';
import { Since } from './Since';

interface Properties<T> {
  query: UseQueryResult<T>;
  /** What is fetched, for example "The machines". */
  what: string;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}

/** Shows fetched data: a skeleton before it is there, and stale data with a word about it when it cannot be refreshed. */
export function Fetched<T>({ query, what, skeleton, children }: Properties<T>) {
  const retry = () => void query.refetch();
  // What is gone is not shown as if it had merely failed to refresh.
  if (query.error instanceof RequestError && query.error.status === 404)
    return <NotFound detail={query.error.message} />;
  if (query.data === undefined) {
    if (!query.isError) return <>{skeleton ?? <Lines />}</>;
    return <ProblemAlert error={query.error} title={`${what} could not be loaded`} onRetry={retry} />;
  }
  return (
    <>
      {query.isError && <Stale query={query} what={what} onRetry={retry} />}
      {children(query.data)}
    </>
  );
}

function Stale({ query, what, onRetry }: { query: UseQueryResult; what: string; onRetry: () => void }) {
  return (
    <Alert
      component="p"
      isInline
      isPlain
      variant="warning"
      title={`${what} could not be refreshed`}
      className="pando-stale"
      data-testid="stale"
      actionLinks={<AlertActionLink onClick={onRetry}>Retry</AlertActionLink>}
    >
      {problemOf(query.error).detail} What you see is from{' '}
      <Since instant={new Date(query.dataUpdatedAt).toISOString()} />.
    </Alert>
  );
}

/** Grey lines in the place of what is being loaded. */
export function Lines({ number = 4 }: { number?: number }) {
  return (
    <Stack hasGutter aria-busy="true" aria-label="Loading" role="status">
      {Array.from({ length: number }, (_, line) => (
        <StackItem key={line}>
          <Skeleton
            width={`${90 - ((line * 17) % 40)}%`}
            height="1.25rem"
            screenreaderText={line === 0 ? 'Loading' : undefined}
          />
        </StackItem>
      ))}
    </Stack>
  );
}

export function NotFound({ detail }: { detail?: string }) {
  return (
    <Bullseye>
      <EmptyState headingLevel="h2" titleText="Not found" data-testid="not-found">
        <EmptyStateBody>
          <p>{detail ?? 'There is no such page.'}</p>
          <p>
            It may have been deleted, or it belongs to somebody else. <Link to="/">Go to the first page</Link>
          </p>
        </EmptyStateBody>
      </EmptyState>
    </Bullseye>
  );
}
