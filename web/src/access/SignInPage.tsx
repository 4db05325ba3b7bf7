import { Button, Card, CardBody, Divider, Form, TextInput, Title } from '@patternfly/react-core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { get } from '../api/client';
import { RequestError } from '../api/problem';
import type { About } from '../api/types';
import { Field } from '../shell/Field';
import { duration } from '../shell/format';
import { Mark } from '../shell/Mark';
import { useTitle } from '../shell/PageFrame';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useSignInProviders } from './calls';
import { CodeField } from './CodeField';
import { nextPath, signIn, signInWithCode, useSession } from './session';

const needsCode = (error: unknown) => error instanceof RequestError && error.code === 'second-factor-needed';

export function SignInPage() {
  useTitle('Sign in');
  const [address] = useSearchParams();
  const session = useSession();
  const about = useQuery({
    queryKey: ['about'],
    queryFn: () => get<About>('/about'),
    staleTime: Infinity,
    refetchInterval: false,
  });
  const [code, setCode] = useState(false);
  const next = nextPath(address.get('next'));
  if (session.data) return <Navigate to={next} replace />;
  return (
    <main className="pando-sign-in">
      <Card className="pando-sign-in-card">
        <CardBody>
          <div className="pando-sign-in-head">
            <Mark size={48} />
            <Title headingLevel="h1" size="2xl">
              Sign in to Pando
            </Title>
            <p className="pando-secondary">A machine of your own, in seconds.</p>
          </div>
          {code ? (
            <CodeForm onBack={() => setCode(false)} />
          ) : (
            <>
              <PasswordForm onCodeNeeded={() => setCode(true)} />
              <Providers next={next} />
            </>
          )}
        </CardBody>
      </Card>
      <p className="pando-secondary pando-sign-in-foot">
        {about.data ? `${about.data.product} ${about.data.version}` : ''}
      </p>
    </main>
  );
}

function PasswordForm({ onCodeNeeded }: { onCodeNeeded: () => void }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: signIn,
    onError: (error) => {
      setPassword('');
      if (needsCode(error)) onCodeNeeded();
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    attempt.mutate({ name: name.trim(), password });
  };
  return (
    <Form onSubmit={submit} data-testid="sign-in-form" aria-label="Sign in">
      <Refusal error={attempt.error} />
      <Field id="sign-in-name" label="Name" isRequired>
        <TextInput
          id="sign-in-name"
          value={name}
          onChange={(_event, value) => setName(value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          isRequired
          autoFocus
          data-testid="sign-in-name"
        />
      </Field>
      <Field id="sign-in-password" label="Password" isRequired>
        <TextInput
          id="sign-in-password"
          type="password"
          value={password}
          onChange={(_event, value) => setPassword(value)}
          autoComplete="current-password"
          isRequired
          data-testid="sign-in-password"
        />
      </Field>
      <Button
        type="submit"
        isBlock
        isLoading={attempt.isPending}
        isDisabled={attempt.isPending}
        data-testid="sign-in-submit"
      >
        Sign in
      </Button>
    </Form>
  );
}

/** The second step, where the account has a second factor. */
function CodeForm({ onBack }: { onBack: () => void }) {
  const [code, setCode] = useState('');
  const attempt = useMutation({ mutationFn: signInWithCode, onError: () => setCode('') });
  const over = attempt.error instanceof RequestError && attempt.error.code === 'not-signed-in';
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    attempt.mutate(code.trim());
  };
  return (
    <Form onSubmit={submit} data-testid="sign-in-code-form" aria-label="Second factor">
      <Refusal error={attempt.error} />
      {!over && (
        <>
          <CodeField
            id="sign-in-code"
            value={code}
            onChange={setCode}
            help="The code that your app shows now, or a recovery code."
            autoFocus
          />
          <Button
            type="submit"
            isBlock
            isLoading={attempt.isPending}
            isDisabled={attempt.isPending || code.trim() === ''}
            data-testid="sign-in-code-submit"
          >
            Sign in
          </Button>
        </>
      )}
      <Button variant="link" isBlock onClick={onBack}>
        Back to name and password
      </Button>
    </Form>
  );
}

function Refusal({ error }: { error: Error | null }) {
  const wait = error instanceof RequestError ? error.retryAfter : undefined;
  if (needsCode(error)) return null;
  return (
    <>
      <ProblemAlert error={error} />
      {wait !== undefined && <p>Try again in {duration(wait)}.</p>}
    </>
  );
}

/** Buttons for the OpenID providers of the configuration. Links, since the browser leaves this page. */
function Providers({ next }: { next: string }) {
  const providers = useSignInProviders();
  if (!providers.data || providers.data.length === 0) return null;
  return (
    <div className="pando-providers" data-testid="sign-in-providers">
      <Divider />
      {providers.data.map((provider) => (
        <Button
          key={provider.name}
          component="a"
          href={`${provider.path}?back=${encodeURIComponent(next)}`}
          variant="secondary"
          isBlock
        >
          Sign in at {provider.label}
        </Button>
      ))}
    </div>
  );
}
