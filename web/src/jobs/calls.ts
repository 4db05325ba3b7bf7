import { useQuery } from '@tanstack/react-query';
import { keys } from '../api/cache';
import { get, request } from '../api/client';
import type { Job, JobState, Page, Plan } from '../api/types';
import { useChange } from '../api/useChange';
import { useNotices } from '../shell/notices';

// A type and not an interface, so that it can be written as query parameters.
export type JobFilter = {
  state?: JobState[];
  subject?: string;
  owner?: 'me' | 'all';
  project?: string;
  limit?: number;
  offset?: number;
};

export const activeStates: JobState[] = ['QUEUED', 'RUNNING', 'UNDOING'];

export const isActive = (job: { state: JobState }): boolean => activeStates.includes(job.state);

export function useJobs(filter: JobFilter) {
  return useQuery({
    queryKey: keys.list('job', filter),
    queryFn: ({ signal }) => get<Page<Job>>('/jobs', filter, signal),
    placeholderData: (previous) => previous,
  });
}

/** Jobs at work now, of the person or of everybody. */
export function useActiveJobs(owner: 'me' | 'all' = 'me') {
  return useJobs({ state: activeStates, owner: owner === 'all' ? 'all' : undefined, limit: 100 });
}

export function useJob(id: number | undefined) {
  return useQuery({
    queryKey: keys.one('job', id ?? 'none'),
    queryFn: ({ signal }) => get<Job>(`/jobs/${id ?? ''}`, undefined, signal),
    enabled: id !== undefined,
  });
}

export type ChangeMethod = 'POST' | 'PUT' | 'DELETE';

/** What would be done, without doing it. */
export function plan(method: ChangeMethod, path: string, body: unknown, signal?: AbortSignal): Promise<Plan> {
  return request<Plan>(method, path, { body, query: { dryRun: true }, signal });
}

export function useCancelJob() {
  const { tell, tellProblem } = useNotices();
  const change = useChange(
    (id: number, key) => request<Job>('POST', `/jobs/${id}/cancel`, { idempotencyKey: key }),
    (job) => tell({ variant: 'info', title: `Cancelling: ${job.title}`, body: 'What it had made is taken away.' }),
  );
  return {
    isPending: change.isPending,
    cancel: (id: number) =>
      change.mutate(id, { onError: (error) => tellProblem(error, 'The job could not be cancelled') }),
  };
}

export function useRetryJob(onRetried: (job: Job) => void) {
  const { tellProblem } = useNotices();
  const change = useChange(
    (id: number, key) => request<Job>('POST', `/jobs/${id}/retry`, { idempotencyKey: key }),
    onRetried,
  );
  return {
    isPending: change.isPending,
    retry: (id: number) =>
      change.mutate(id, { onError: (error) => tellProblem(error, 'The job could not be tried again') }),
  };
}
