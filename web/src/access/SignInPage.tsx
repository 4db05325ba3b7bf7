import { Button, Card, CardBody, Form, TextInput, Title } from '@patternfly/react-core';
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
import { nextPath, signIn, useSession } from './session';

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
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({ mutationFn: signIn, onError: () => setPassword('') });
  if (session.data) return <Navigate to={nextPath(address.get('next'))} replace />;

  const wait = attempt.error instanceof RequestError ? attempt.error.retryAfter : undefined;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    attempt.mutate({ name: name.trim(), password });
  };
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
          <Form onSubmit={submit} data-testid="sign-in-form" aria-label="Sign in">
            <ProblemAlert error={attempt.error} />
            {wait !== undefined && <p>Try again in {duration(wait)}.</p>}
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
        </CardBody>
      </Card>
      <p className="pando-secondary pando-sign-in-foot">
        {about.data ? `${about.data.product} ${about.data.version}` : ''}
      </p>
    </main>
  );
}
