import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, getAll, request } from '../api/client';
import type {
  AcceptInvitation,
  CreatedInvitation,
  CreateInvitation,
  CreateProject,
  Invitation,
  InvitationOffer,
  Limits,
  Member,
  Page,
  Project,
  ProjectReference,
  ProjectRole,
  Quota,
} from '../api/types';
import { useChange } from '../api/useChange';
import { rolesIn } from './roles';

const projects = ['project'];
const path = (project: string) => `/projects/${encodeURIComponent(project)}`;

// A type and not an interface, so that it can be written as query parameters.
export type Part = { limit: number; offset?: number };
export type ProjectFilter = Part & { query?: string; all?: boolean };

export function useProjects(filter: ProjectFilter) {
  return useQuery({
    queryKey: [...projects, 'list', filter],
    queryFn: ({ signal }) => get<Page<Project>>('/projects', filter, signal),
    placeholderData: (previous) => previous,
  });
}

/** What the person is in each of their projects; asked for only where it decides anything. */
export function useRoles(enabled: boolean) {
  return useQuery({
    queryKey: [...projects, 'roles'],
    queryFn: ({ signal }) => getAll<Project>('/projects', {}, signal),
    select: rolesIn,
    enabled,
  });
}

export function useProject(id: string | undefined) {
  return useQuery({
    queryKey: [...projects, 'one', id],
    queryFn: ({ signal }) => get<Project>(path(id ?? ''), undefined, signal),
    enabled: id !== undefined,
  });
}

export function useMembers(id: string, part: Part) {
  return useQuery({
    queryKey: [...projects, 'members', id, part],
    queryFn: ({ signal }) => get<Page<Member>>(`${path(id)}/members`, part, signal),
    placeholderData: keepPreviousData,
  });
}

export function useInvitations(id: string, part: Part) {
  return useQuery({
    queryKey: [...projects, 'invitations', id, part],
    queryFn: ({ signal }) => get<Page<Invitation>>(`${path(id)}/invitations`, part, signal),
    placeholderData: keepPreviousData,
  });
}

export function useOwnInvitations() {
  return useQuery({
    queryKey: [...projects, 'own-invitations'],
    queryFn: ({ signal }) => getAll<Invitation>('/invitations', {}, signal),
  });
}

function useForget() {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: projects });
}

export function useCreateProject(onCreated: (project: Project) => void) {
  const forget = useForget();
  return useChange(
    (project: CreateProject, key) => request<Project>('POST', '/projects', { body: project, idempotencyKey: key }),
    (project) => {
      forget();
      onCreated(project);
    },
  );
}

export function useDeleteProject(onDone: () => void) {
  const forget = useForget();
  return useChange(
    (id: string, key) => request<undefined>('DELETE', path(id), { idempotencyKey: key }),
    () => {
      forget();
      onDone();
    },
  );
}

export function useSetMember(project: string) {
  return useChange(
    ({ user, role }: { user: string; role: ProjectRole }, key) =>
      request<Member>('PUT', `${path(project)}/members/${user}`, { body: { role }, idempotencyKey: key }),
    useForget(),
  );
}

export function useRemoveMember(project: string) {
  return useChange(
    (user: string, key) => request<undefined>('DELETE', `${path(project)}/members/${user}`, { idempotencyKey: key }),
    useForget(),
  );
}

export function useInvite(project: string) {
  return useChange(
    (invitation: CreateInvitation, key) =>
      request<CreatedInvitation>('POST', `${path(project)}/invitations`, { body: invitation, idempotencyKey: key }),
    useForget(),
  );
}

export function useWithdraw(project: string) {
  return useChange(
    (id: string, key) => request<undefined>('DELETE', `${path(project)}/invitations/${id}`, { idempotencyKey: key }),
    useForget(),
  );
}

export function useAnswer(onDone: (answer: 'accept' | 'decline') => void) {
  const forget = useForget();
  return useChange(
    ({ id, answer }: { id: string; answer: 'accept' | 'decline' }, key) =>
      request<ProjectReference | undefined>('POST', `/invitations/${id}/${answer}`, { idempotencyKey: key }),
    (_joined, { answer }) => {
      forget();
      onDone(answer);
    },
  );
}

export function useSetQuota(project: string, onDone: () => void) {
  const forget = useForget();
  return useChange(
    (limits: Limits, key) => request<Quota>('PUT', `${path(project)}/quota`, { body: limits, idempotencyKey: key }),
    () => {
      forget();
      onDone();
    },
  );
}

export const look = (secret: string): Promise<InvitationOffer> =>
  request<InvitationOffer>('POST', '/invitations/look', { body: { secret } });

export const redeem = (accepted: AcceptInvitation): Promise<ProjectReference> =>
  request<ProjectReference>('POST', '/invitations/redeem', { body: accepted });
