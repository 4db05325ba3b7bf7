import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { keys } from '../api/cache';
import { get, request } from '../api/client';
import { RequestError } from '../api/problem';
import { queryClient } from '../api/queryClient';
import type { Credentials, Session, User } from '../api/types';

async function currentSession(): Promise<Session | null> {
  try {
    return await get<Session>('/session');
  } catch (error) {
    if (error instanceof RequestError && error.status === 401) return null;
    throw error;
  }
}

/** Who is signed in: `null` for nobody, `undefined` until it is known. */
export function useSession() {
  return useQuery({ queryKey: keys.session, queryFn: currentSession, staleTime: Infinity, refetchInterval: false });
}

/** Whom the pages within it are shown to. What they ask for each by itself could end between one and the next. */
export const UserContext = createContext<User | undefined>(undefined);

/** The person that is signed in; only for pages that nobody else sees. */
export function useUser(): User {
  const user = useContext(UserContext);
  if (user === undefined) throw new Error('This page is for people who are signed in.');
  return user;
}

export const isAdministrator = (user: User): boolean => user.role === 'ADMINISTRATOR';

export async function signIn(credentials: Credentials): Promise<void> {
  entered(await request<Session>('POST', '/session', { body: credentials }));
}

/** Goes on after the password, with a one-time or recovery code. */
export async function signInWithCode(code: string): Promise<void> {
  entered(await request<Session>('POST', '/session/second-factor', { body: { code } }));
}

function entered(session: Session): void {
  // Nobody sees what was fetched for the person before.
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
  queryClient.setQueryData(keys.session, session);
}

export async function signOut(): Promise<void> {
  await request<undefined>('DELETE', '/session');
  queryClient.setQueryData(keys.session, null);
}

/** Where to go after signing in: a path of this page, never another site. */
export function nextPath(parameter: string | null): string {
  return parameter !== null && /^\/(?![/\\])/.test(parameter) ? parameter : '/';
}
