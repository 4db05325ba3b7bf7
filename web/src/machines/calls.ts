import { useQuery } from '@tanstack/react-query';
import { keys } from '../api/cache';
import { get, getAll, request } from '../api/client';
import { RequestError } from '../api/problem';
import type {
  Certificate,
  CreateMachine,
  Job,
  Machine,
  MachineLabel,
  MachinePlacement,
  MachineState,
  Page,
  StopMachine,
} from '../api/types';
import { useChange, useRefreshing } from '../api/useChange';

const machines = ['machine'];

// A type and not an interface, so that it can be written as query parameters.
export type MachineFilter = {
  query?: string;
  name?: string;
  state?: MachineState[];
  image?: string;
  label?: string;
  sort?: string;
  owner?: 'me' | 'all';
  project?: string;
  limit?: number;
  offset?: number;
};

export function useMachines(filter: MachineFilter, enabled = true) {
  return useQuery({
    queryKey: keys.list('machine', filter),
    queryFn: ({ signal }) => get<Page<Machine>>('/machines', filter, signal),
    placeholderData: (previous) => previous,
    enabled,
  });
}

export function useMachine(id: string) {
  return useQuery({
    queryKey: keys.one('machine', id),
    queryFn: ({ signal }) => get<Machine>(`/machines/${id}`, undefined, signal),
  });
}

export function useCertificate(id: string) {
  return useQuery({
    queryKey: keys.certificate(id),
    queryFn: ({ signal }) => get<Certificate>(`/machines/${id}/certificate`, undefined, signal),
  });
}

/** Why a machine is where it is; null for machines of which that was not written down. */
export function usePlacement(id: string) {
  return useQuery({
    queryKey: ['placement', id],
    queryFn: ({ signal }) =>
      get<MachinePlacement>(`/machines/${id}/placement`, undefined, signal).catch((error: unknown) => {
        if (error instanceof RequestError && error.status === 404) return null;
        throw error;
      }),
    staleTime: Infinity,
  });
}

/** Which labels machines have: of a project, or of all that one sees. */
export function useMachineLabels(project?: string) {
  return useQuery({
    queryKey: ['machine', 'labels', project ?? ''],
    queryFn: ({ signal }) => getAll<MachineLabel>('/machines/labels', { project }, signal),
  });
}

export function useSetLabels(id: string, onDone: () => void) {
  return useRefreshing(
    machines,
    (labels: string[]) => request<Machine>('PUT', `/machines/${id}/labels`, { body: { labels } }),
    onDone,
  );
}

/** An end, or none. */
export function useSetLifetime(id: string, onDone: () => void) {
  return useRefreshing(
    machines,
    (wanted: { expiresAt?: string }) => request<Machine>('PUT', `/machines/${id}/lifetime`, { body: wanted }),
    onDone,
  );
}

export function useCreateMachine(onCreated: (job: Job) => void) {
  return useChange(
    (machine: CreateMachine, key) => request<Job>('POST', '/machines', { body: machine, idempotencyKey: key }),
    onCreated,
  );
}

export type Command = 'start' | 'stop' | 'force-stop' | 'restart' | 'force-restart' | 'suspend' | 'resume' | 'delete';

/** Sends one command to one machine. */
export function send(command: Command, machine: string, idempotencyKey: string): Promise<Job> {
  if (command === 'delete') return request<Job>('DELETE', `/machines/${machine}`, { idempotencyKey });
  const force = command.startsWith('force-');
  const body: StopMachine | undefined = force ? { force: true } : undefined;
  return request<Job>('POST', `/machines/${machine}/${command.replace('force-', '')}`, { body, idempotencyKey });
}
