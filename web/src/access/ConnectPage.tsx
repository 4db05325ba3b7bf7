import {
  Alert,
  Button,
  Card,
  CardBody,
  DescriptionList,
  EmptyState,
  EmptyStateBody,
  Form,
  TextInput,
} from '@patternfly/react-core';
import { useState, type SyntheticEvent } from 'react';
import { useSearchParams } from 'react-router';
import type { HandOver } from '../api/types';
import { Fact } from '../shell/Fact';
import { Fetched } from '../shell/Fetched';
import { Field } from '../shell/Field';
import { PageFrame } from '../shell/PageFrame';
import { ProblemAlert } from '../shell/ProblemAlert';
import { Since } from '../shell/Since';
import { useApproval, useHandOver } from './calls';
import { useUser } from './session';

/** Where a person signs the command line of some computer in: `pando login --web` leads here. */
export function ConnectPage() {
  const [address, setAddress] = useSearchParams();
  const code = address.get('code') ?? '';
  return (
    <PageFrame title="Sign a computer in" description="For a command line that was started with pando login --web.">
      {code === '' ? (
        <AskForCode onCode={(typed) => setAddress({ code: typed })} />
      ) : (
        <Waiting key={code} code={code} />
      )}
    </PageFrame>
  );
}

function AskForCode({ onCode }: { onCode: (code: string) => void }) {
  const [typed, setTyped] = useState('');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onCode(typed.trim());
  };
  return (
    <Form onSubmit={submit} isWidthLimited>
      <Field id="connect-code" label="Code" isRequired help="The eight letters that the computer shows.">
        <TextInput
          id="connect-code"
          value={typed}
          onChange={(_event, value) => setTyped(value)}
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          isRequired
        />
      </Field>
      <div>
        <Button type="submit" isDisabled={typed.trim() === ''}>
          Continue
        </Button>
      </div>
    </Form>
  );
}

function Waiting({ code }: { code: string }) {
  const [agreed, setAgreed] = useState(false);
  const handOver = useHandOver(code);
  if (agreed) {
    return (
      <EmptyState headingLevel="h2" titleText="The computer is signed in" status="success" data-testid="connected">
        <EmptyStateBody>You can close this page. Under API tokens you can sign it out again.</EmptyStateBody>
      </EmptyState>
    );
  }
  return (
    <Fetched query={handOver} what="The computer">
      {(asked) => <Asked asked={asked} onAgreed={() => setAgreed(true)} />}
    </Fetched>
  );
}

function Asked({ asked, onAgreed }: { asked: HandOver; onAgreed: () => void }) {
  const user = useUser();
  const approval = useApproval(onAgreed);
  return (
    <Card className="pando-connect">
      <CardBody>
        <p className="pando-connect-code" data-testid="connect-code-shown">
          {asked.code}
        </p>
        <DescriptionList isHorizontal isCompact>
          <Fact term="Computer">{asked.computer}</Fact>
          <Fact term="Asks from">{asked.address}</Fact>
          <Fact term="Asked">
            <Since instant={asked.createdAt} />
          </Fact>
        </DescriptionList>
        <Alert
          component="p"
          isInline
          variant="warning"
          title="Did you start this yourself?"
          className="pando-gap-above"
        >
          The computer will act as {user.displayName} until you revoke its token. Agree only if it shows the same code,
          and never because somebody sent you here.
        </Alert>
        <ProblemAlert error={approval.error} title="The computer was not signed in" />
        <div className="pando-gap-above">
          <Button
            onClick={() => approval.mutate(asked.code)}
            isLoading={approval.isPending}
            isDisabled={approval.isPending}
            data-testid="connect-agree"
          >
            Sign it in
          </Button>
        </div>
      </CardBody>
    </Card>
  );
}
