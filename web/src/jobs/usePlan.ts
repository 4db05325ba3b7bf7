import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { RequestError } from '../api/problem';
import type { Fault, Plan } from '../api/types';
import { plan as fetchPlan, type ChangeMethod } from './calls';

const pauseInTyping = 300;

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseInTyping);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

interface Planned {
  /** The last plan that is known, perhaps of an earlier request. */
  plan: Plan | undefined;
  faults: Fault[];
  /** Why there is no plan, where that is not a fault of the request. */
  error: Error | null;
  /** Whether all this is about the request as it stands now. */
  current: boolean;
  retry: () => void;
}

/** Asks what a request would do whenever the person pauses in writing it. An undefined request is not asked about. */
export function usePlan(path: string, request: object | undefined, method: ChangeMethod = 'POST'): Planned {
  const text = request === undefined ? '' : JSON.stringify(request);
  const settled = useSettled(text);
  const query = useQuery({
    queryKey: ['plan', method, path, settled],
    queryFn: ({ signal }) => fetchPlan(method, path, method === 'DELETE' ? undefined : JSON.parse(settled), signal),
    enabled: settled !== '',
    placeholderData: (previous) => previous,
    staleTime: 5_000,
    refetchInterval: false,
    retry: (count, error) => count < 2 && error instanceof RequestError && error.passing,
  });
  const refused = query.error instanceof RequestError && query.error.faults.length > 0 ? query.error.faults : undefined;
  return {
    plan: query.isError ? undefined : query.data,
    faults: refused ?? query.data?.faults ?? [],
    error: refused === undefined ? query.error : null,
    current: text !== '' && text === settled && !query.isPlaceholderData && !query.isPending,
    retry: () => void query.refetch(),
  };
}
