import { Button, Card, CardBody, Form, TextInput, Title } from '@patternfly/react-core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { signIn, useSession } from '../access/session';
import { refusal } from '../jobs/faults';
import { Fetched } from '../shell/Fetched';
import { Field, fieldProperties } from '../shell/Field';
import { textOf } from '../shell/inputs';
import { Mark } from '../shell/Mark';
import { useTitle } from '../shell/PageFrame';
import { ProblemAlert } from '../shell/ProblemAlert';
import { look, redeem } from './calls';
import { roleLabels, roleMeanings } from './roles';
import { signUp, type Made } from './signUp';

/** Where the link of an invitation leads. Its secret stands behind the #, which browsers send to no server. */
export function JoinPage() {
  useTitle('Join a project');
  const secret = useLocation().hash.slice(1) || keptInvitation();
  const session = useSession();
  const offer = useQuery({
    queryKey: ['offer', secret],
    queryFn: () => look(secret),
    retry: false,
    refetchInterval: false,
    staleTime: Infinity,
  });
  return (
    <main className="pando-sign-in">
      <Card className="pando-sign-in-card">
        <CardBody>
          <div className="pando-sign-in-head">
            <Mark size={48} />
            <Title headingLevel="h1" size="2xl" data-testid="page-title">
              Join a project
            </Title>
          </div>
          <Fetched query={offer} what="The invitation">
            {(found) => (
              <>
                <p className="pando-gap" data-testid="offer">
                  {found.invitedBy} invites you into the project <strong>{found.project}</strong> as{' '}
                  {roleLabels[found.role].toLowerCase()}. {roleMeanings[found.role]}
                </p>
                {session.data ? (
                  <JoinSignedIn secret={secret} />
                ) : (
                  <>
                    <Link to="/sign-in?next=%2Fjoin" onClick={() => keepInvitation(secret)} data-testid="join-sign-in">
                      Sign in to join
                    </Link>
                    {found.signUp && <SignUp secret={secret} />}
                  </>
                )}
              </>
            )}
          </Fetched>
        </CardBody>
      </Card>
    </main>
  );
}

/** For the way through signing in, also at a provider: in an address it would come to servers' logs. */
const invitation = 'pando-invitation';
const keptInvitation = (): string => sessionStorage.getItem(invitation) ?? '';
const keepInvitation = (secret: string): void => sessionStorage.setItem(invitation, secret);

function JoinSignedIn({ secret }: { secret: string }) {
  const navigate = useNavigate();
  const join = useMutation({
    mutationFn: () => redeem({ secret }),
    onSuccess: (project) => {
      sessionStorage.removeItem(invitation);
      void navigate(`/projects/${project.id}`);
    },
  });
  return (
    <>
      <ProblemAlert error={join.error} title="You have not joined" />
      <Button isBlock isLoading={join.isPending} onClick={() => join.mutate()} data-testid="join">
        Join
      </Button>
    </>
  );
}

function SignUp({ secret }: { secret: string }) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const [made, setMade] = useState<Made>();
  const join = useMutation({
    mutationFn: () => {
      const account = { name: name.trim(), displayName: textOf(displayName), password };
      return signUp(secret, account, made, setMade, { redeem, signIn });
    },
    onSuccess: (project) => void navigate(`/projects/${project.id}`),
  });
  const faults = refusal(join.error, ['name', 'displayName', 'password']);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    join.mutate();
  };
  if (made) {
    return (
      <Form onSubmit={submit} className="pando-gap-above" aria-label="Sign in" data-testid="sign-up-made">
        <p>
          The account {made.credentials.name} is made, and in {made.project.name}. Only signing in is left.
        </p>
        <ProblemAlert error={join.error} title="You are not signed in yet" />
        <Button type="submit" isBlock isLoading={join.isPending}>
          Sign in
        </Button>
      </Form>
    );
  }
  return (
    <Form onSubmit={submit} className="pando-gap-above" aria-label="New account" data-testid="sign-up-form">
      <Title headingLevel="h2" size="lg">
        Or make an account
      </Title>
      <Field
        id="sign-up-name"
        label="Sign in as"
        isRequired
        fault={faults.of('name')}
        help="Lower-case letters, digits and hyphens."
      >
        <TextInput
          {...fieldProperties('sign-up-name', faults.of('name'))}
          value={name}
          onChange={(_event, value) => setName(value)}
          autoComplete="username"
          autoCapitalize="none"
          isRequired
        />
      </Field>
      <Field id="sign-up-display-name" label="Name" fault={faults.of('displayName')} help="How others see you.">
        <TextInput
          {...fieldProperties('sign-up-display-name', faults.of('displayName'))}
          value={displayName}
          onChange={(_event, value) => setDisplayName(value)}
          autoComplete="name"
        />
      </Field>
      <Field
        id="sign-up-password"
        label="Password"
        isRequired
        fault={faults.of('password')}
        help="At least 8 characters."
      >
        <TextInput
          {...fieldProperties('sign-up-password', faults.of('password'))}
          type="password"
          value={password}
          onChange={(_event, value) => setPassword(value)}
          autoComplete="new-password"
          isRequired
        />
      </Field>
      <ProblemAlert error={faults.alert} title="The account was not made" />
      <Button type="submit" isBlock isLoading={join.isPending} isDisabled={name.trim() === '' || password === ''}>
        Make the account and join
      </Button>
    </Form>
  );
}
