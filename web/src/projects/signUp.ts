import type { AcceptInvitation, Credentials, ProjectReference } from '../api/types';

/** An account that an invitation has made: what it belongs to, and how it signs in. */
export interface Made {
  project: ProjectReference;
  credentials: Credentials;
}

interface Calls {
  redeem: (accepted: AcceptInvitation) => Promise<ProjectReference>;
  signIn: (credentials: Credentials) => Promise<void>;
}

type Account = NonNullable<AcceptInvitation['account']>;

/**
 * Makes an account by an invitation, and signs in with it.
 *
 * @param made what an earlier attempt came to before it failed: an account is made once, and an invitation used once
 * @param onMade told as soon as the account is there
 * @returns the project that the account is in
 */
export async function signUp(
  secret: string,
  account: Account,
  made: Made | undefined,
  onMade: (made: Made) => void,
  { redeem, signIn }: Calls,
): Promise<ProjectReference> {
  let present = made;
  if (present === undefined) {
    const project = await redeem({ secret, account });
    present = { project, credentials: { name: account.name, password: account.password } };
    onMade(present);
  }
  await signIn(present.credentials);
  return present.project;
}
