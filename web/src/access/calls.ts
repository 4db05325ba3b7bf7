import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, request } from '../api/client';
import type { CreatedToken, CreateToken, CreateUser, Page, Token, UpdateUser, User } from '../api/types';
import { useChange } from '../api/useChange';

const tokens = ['tokens'];
const users = ['users'];

export function useTokens() {
  return useQuery({ queryKey: tokens, queryFn: ({ signal }) => get<Page<Token>>('/tokens', { limit: 100 }, signal) });
}

export function useCreateToken() {
  const client = useQueryClient();
  return useChange(
    (token: CreateToken, key) => request<CreatedToken>('POST', '/tokens', { body: token, idempotencyKey: key }),
    () => void client.invalidateQueries({ queryKey: tokens }),
  );
}

export function useRevokeToken() {
  const client = useQueryClient();
  return useChange(
    (id: string, key) => request<undefined>('DELETE', `/tokens/${id}`, { idempotencyKey: key }),
    () => void client.invalidateQueries({ queryKey: tokens }),
  );
}

export function useUsers() {
  return useQuery({ queryKey: users, queryFn: ({ signal }) => get<Page<User>>('/users', { limit: 100 }, signal) });
}

export function useCreateUser(onCreated: (user: User) => void) {
  const client = useQueryClient();
  return useChange(
    (user: CreateUser, key) => request<User>('POST', '/users', { body: user, idempotencyKey: key }),
    (user) => {
      void client.invalidateQueries({ queryKey: users });
      onCreated(user);
    },
  );
}

export function useUpdateUser(onDone: () => void) {
  const client = useQueryClient();
  return useChange(
    ({ user, change }: { user: string; change: UpdateUser }, key) =>
      request<User>('PUT', `/users/${user}`, { body: change, idempotencyKey: key }),
    () => {
      void client.invalidateQueries({ queryKey: users });
      onDone();
    },
  );
}

export function useDeleteUser(onDone: () => void) {
  const client = useQueryClient();
  return useChange(
    (user: string, key) => request<undefined>('DELETE', `/users/${user}`, { idempotencyKey: key }),
    () => {
      void client.invalidateQueries({ queryKey: users });
      onDone();
    },
  );
}

export function useSetPassword(onDone: () => void) {
  return useChange(
    ({ user, password }: { user: string; password: string }, key) =>
      request<undefined>('PUT', `/users/${user}/password`, { body: { password }, idempotencyKey: key }),
    onDone,
  );
}
