import { useQuery } from '@tanstack/react-query';
import { keys } from '../api/cache';
import { get, request } from '../api/client';
import type { Host, Job, Page } from '../api/types';
import { useChange } from '../api/useChange';

export function useHosts() {
  return useQuery({
    queryKey: keys.list('host', { limit: 100 }),
    queryFn: ({ signal }) => get<Page<Host>>('/hosts', { limit: 100 }, signal),
  });
}

export function useProbe(onBegun: (job: Job) => void) {
  return useChange((id: string, key) => request<Job>('POST', `/hosts/${id}/probe`, { idempotencyKey: key }), onBegun);
}
