import { useQuery } from '@tanstack/react-query';
import { keys } from '../api/cache';
import { get, getAll, request } from '../api/client';
import type { AddHost, Host, HostHistory, Job, Page, PlacementRebalance, Plan } from '../api/types';
import { useChange, useRefreshing } from '../api/useChange';

const hosts = ['host'];

export function useHosts() {
  return useQuery({
    queryKey: keys.list('host', {}),
    // A page, because events change lists as pages.
    queryFn: async ({ signal }): Promise<Page<Host>> => {
      const items = await getAll<Host>('/hosts', {}, signal);
      return { items, total: items.length, limit: items.length, offset: 0 };
    },
  });
}

export function useHistory(id: string) {
  return useQuery({
    queryKey: ['host-history', id],
    queryFn: ({ signal }) => get<HostHistory>(`/hosts/${id}/history`, {}, signal),
    refetchInterval: 15_000,
  });
}

export function useProbe(onBegun: (job: Job) => void) {
  return useChange((id: string, key) => request<Job>('POST', `/hosts/${id}/probe`, { idempotencyKey: key }), onBegun);
}

/** What answers at an address; adds nothing. */
export function useVisit() {
  return useChange((wanted: AddHost) => request<Plan>('POST', '/hosts', { query: { dryRun: true }, body: wanted }));
}

export function useAddHost(onAdded: (host: Host) => void) {
  return useRefreshing(
    hosts,
    ({ force, ...wanted }: AddHost & { force: boolean }) =>
      request<Host>('POST', '/hosts', { query: { force }, body: wanted }),
    onAdded,
  );
}

export function useLabels(id: string, onDone: () => void) {
  return useRefreshing(
    hosts,
    (labels: string[]) => request<Host>('PATCH', `/hosts/${id}`, { body: { labels } }),
    onDone,
  );
}

export function useDrain(onDone: (host: Host) => void) {
  return useRefreshing(
    hosts,
    ({ id, drain }: { id: string; drain: boolean }) =>
      request<Host>('POST', `/hosts/${id}/${drain ? 'drain' : 'undrain'}`),
    onDone,
  );
}

export function useRemoveHost(onDone: () => void) {
  return useRefreshing(hosts, (id: string) => request<undefined>('DELETE', `/hosts/${id}`), onDone);
}

/** Which machines would move; away from one drained host, or wherever they are better off. */
export function useRebalancing(awayFrom: string | undefined) {
  return useQuery({
    queryKey: ['rebalancing', awayFrom ?? ''],
    queryFn: ({ signal }) => get<PlacementRebalance>('/placement/rebalance', { host: awayFrom }, signal),
    // Worked out anew whenever somebody asks: hosts are not what they were.
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
}

export function useRebalance(onBegun: (job: Job) => void) {
  return useChange(
    (wanted: { host?: string }, key) =>
      request<Job>('POST', '/placement/rebalance', { body: wanted, idempotencyKey: key }),
    onBegun,
  );
}
