import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { get, getAll, request } from '../api/client';
import type {
  ActiveSession,
  CreatedToken,
  CreateToken,
  CreateUser,
  HandOver,
  Page,
  RecoveryCodes,
  SecondFactor,
  SecondFactorEnrolment,
  SignInProvider,
  Token,
  UpdateUser,
  User,
} from '../api/types';
import { useChange, useRefreshing } from '../api/useChange';

const tokens = ['tokens'];
const users = ['users'];
const sessions = ['sessions'];
const secondFactor = ['second-factor'];

// Types and not interfaces, so that they can be written as query parameters.
export type Part = { limit: number; offset: number };
export type UserFilter = Part & { query?: string };

export function useTokens(part: Part) {
  return useQuery({
    queryKey: [...tokens, part],
    queryFn: ({ signal }) => get<Page<Token>>('/tokens', part, signal),
    placeholderData: keepPreviousData,
  });
}

export function useCreateToken() {
  return useRefreshing(tokens, (token: CreateToken, key) =>
    request<CreatedToken>('POST', '/tokens', { body: token, idempotencyKey: key }),
  );
}

export function useRevokeToken() {
  return useRefreshing(tokens, (id: string, key) =>
    request<undefined>('DELETE', `/tokens/${id}`, { idempotencyKey: key }),
  );
}

export function useUsers(filter: UserFilter) {
  return useQuery({
    queryKey: [...users, filter],
    queryFn: ({ signal }) => get<Page<User>>('/users', filter, signal),
    placeholderData: keepPreviousData,
  });
}

export function useCreateUser(onCreated: (user: User) => void) {
  return useRefreshing(
    users,
    (user: CreateUser, key) => request<User>('POST', '/users', { body: user, idempotencyKey: key }),
    onCreated,
  );
}

export function useUpdateUser(onDone: () => void) {
  return useRefreshing(
    users,
    ({ user, change }: { user: string; change: UpdateUser }, key) =>
      request<User>('PUT', `/users/${user}`, { body: change, idempotencyKey: key }),
    onDone,
  );
}

export function useDeleteUser(onDone: () => void) {
  return useRefreshing(
    users,
    (user: string, key) => request<undefined>('DELETE', `/users/${user}`, { idempotencyKey: key }),
    onDone,
  );
}

export function useSetPassword(onDone: () => void) {
  return useChange(
    ({ user, password }: { user: string; password: string }, key) =>
      request<undefined>('PUT', `/users/${user}/password`, { body: { password }, idempotencyKey: key }),
    onDone,
  );
}

export function useSignInProviders() {
  return useQuery({
    queryKey: ['sign-in'],
    queryFn: () => get<SignInProvider[]>('/sign-in'),
    staleTime: Infinity,
    refetchInterval: false,
  });
}

export function useSessions() {
  return useQuery({
    queryKey: sessions,
    queryFn: ({ signal }) => getAll<ActiveSession>('/sessions', {}, signal),
  });
}

export function useEndSession() {
  return useRefreshing(sessions, (id: string) => request<undefined>('DELETE', `/sessions/${id}`));
}

/** Ends all sessions, this one too. */
export function useSignOutEverywhere(onDone: () => void) {
  return useChange(
    ({ tokens }: { tokens: boolean }) => request<undefined>('DELETE', '/sessions', { query: { tokens } }),
    onDone,
  );
}

export function useSecondFactor() {
  return useQuery({ queryKey: secondFactor, queryFn: ({ signal }) => get<SecondFactor>('/second-factor', {}, signal) });
}

export function useEnrol() {
  return useChange((password: string) =>
    request<SecondFactorEnrolment>('POST', '/second-factor', { body: { password } }),
  );
}

/** Calls that take a code: putting it into force, new recovery codes, turning it off. */
export function useCode<Output>(path: 'confirmation' | 'recovery-codes' | 'removal') {
  return useRefreshing(secondFactor, (code: string) =>
    request<Output>('POST', `/second-factor/${path}`, { body: { code } }),
  );
}

export const useConfirmation = () => useCode<RecoveryCodes>('confirmation');

export function useResetSecondFactor(onDone: () => void) {
  return useChange((user: string) => request<undefined>('DELETE', `/users/${user}/second-factor`), onDone);
}

export function useEndSessionsOf(onDone: () => void) {
  return useChange((user: string) => request<undefined>('DELETE', `/users/${user}/sessions`), onDone);
}

export function useHandOver(code: string) {
  return useQuery({
    queryKey: ['hand-over', code],
    queryFn: ({ signal }) => get<HandOver>(`/hand-overs/${encodeURIComponent(code)}`, undefined, signal),
    enabled: code !== '',
    refetchInterval: false,
  });
}

export function useApproval(onDone: () => void) {
  return useChange(
    (code: string) => request<undefined>('POST', `/hand-overs/${encodeURIComponent(code)}/approval`),
    onDone,
  );
}
