import { keepPreviousData, useQuery } from '@tanstack/react-query';
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
import { useRefreshing } from '../api/useChange';
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

export function useCreateProject(onCreated: (project: Project) => void) {
  return useRefreshing(
    projects,
    (project: CreateProject, key) => request<Project>('POST', '/projects', { body: project, idempotencyKey: key }),
    onCreated,
  );
}

export function useDeleteProject(onDone: () => void) {
  return useRefreshing(
    projects,
    (id: string, key) => request<undefined>('DELETE', path(id), { idempotencyKey: key }),
    onDone,
  );
}

export function useSetMember(project: string) {
  return useRefreshing(projects, ({ user, role }: { user: string; role: ProjectRole }, key) =>
    request<Member>('PUT', `${path(project)}/members/${user}`, { body: { role }, idempotencyKey: key }),
  );
}

export function useRemoveMember(project: string) {
  return useRefreshing(projects, (user: string, key) =>
    request<undefined>('DELETE', `${path(project)}/members/${user}`, { idempotencyKey: key }),
  );
}

export function useInvite(project: string) {
  return useRefreshing(projects, (invitation: CreateInvitation, key) =>
    request<CreatedInvitation>('POST', `${path(project)}/invitations`, { body: invitation, idempotencyKey: key }),
  );
}

export function useWithdraw(project: string) {
  return useRefreshing(projects, (id: string, key) =>
    request<undefined>('DELETE', `${path(project)}/invitations/${id}`, { idempotencyKey: key }),
  );
}

export function useAnswer(onDone: (answer: 'accept' | 'decline') => void) {
  return useRefreshing(
    projects,
    ({ id, answer }: { id: string; answer: 'accept' | 'decline' }, key) =>
      request<ProjectReference | undefined>('POST', `/invitations/${id}/${answer}`, { idempotencyKey: key }),
    (_joined, { answer }) => onDone(answer),
  );
}

export function useSetQuota(project: string, onDone: () => void) {
  return useRefreshing(
    projects,
    (limits: Limits, key) => request<Quota>('PUT', `${path(project)}/quota`, { body: limits, idempotencyKey: key }),
    onDone,
  );
}

export const look = (secret: string): Promise<InvitationOffer> =>
  request<InvitationOffer>('POST', '/invitations/look', { body: { secret } });

export const redeem = (accepted: AcceptInvitation): Promise<ProjectReference> =>
  request<ProjectReference>('POST', '/invitations/redeem', { body: accepted });
