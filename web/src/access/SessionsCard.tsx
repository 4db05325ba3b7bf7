import { Button, Card, CardBody, CardHeader, CardTitle, Checkbox, Label } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../api/cache';
import type { ActiveSession } from '../api/types';
import { ConfirmDialog } from '../shell/ConfirmDialog';
import { Fetched } from '../shell/Fetched';
import { useNotices } from '../shell/notices';
import { Since } from '../shell/Since';
import { browserOf } from './browser';
import { useEndSession, useSessions, useSignOutEverywhere } from './calls';

/** Where one is signed in. */
export function SessionsCard() {
  const sessions = useSessions();
  const [everywhere, setEverywhere] = useState(false);
  return (
    <Card>
      <CardHeader
        actions={{
          hasNoOffset: true,
          actions: (
            <Button variant="secondary" size="sm" onClick={() => setEverywhere(true)} data-testid="sign-out-everywhere">
              Sign out everywhere
            </Button>
          ),
        }}
      >
        <CardTitle component="h2">Sessions</CardTitle>
      </CardHeader>
      <CardBody>
        <Fetched query={sessions} what="The sessions">
          {(rows) => <Rows sessions={rows} />}
        </Fetched>
      </CardBody>
      {everywhere && <EverywhereDialog onClose={() => setEverywhere(false)} />}
    </Card>
  );
}

function Rows({ sessions }: { sessions: ActiveSession[] }) {
  const { tell, tellProblem } = useNotices();
  const end = useEndSession();
  return (
    <Table aria-label="Sessions" variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th>Browser</Th>
          <Th>From</Th>
          <Th modifier="nowrap">Began</Th>
          <Th modifier="nowrap">Last used</Th>
          <Th screenReaderText="Actions" />
        </Tr>
      </Thead>
      <Tbody>
        {sessions.map((session) => (
          <Tr key={session.id} data-testid="session-row">
            <Td dataLabel="Browser">
              <span title={session.userAgent}>{browserOf(session.userAgent)}</span>{' '}
              {session.current && (
                <Label isCompact color="green">
                  This one
                </Label>
              )}
              {session.provider && <span className="pando-secondary"> by {session.provider}</span>}
            </Td>
            <Td dataLabel="From">{session.address}</Td>
            <Td dataLabel="Began" modifier="nowrap">
              <Since instant={session.createdAt} />
            </Td>
            <Td dataLabel="Last used" modifier="nowrap">
              {session.lastUsedAt ? <Since instant={session.lastUsedAt} /> : 'never'}
            </Td>
            <Td isActionCell>
              {!session.current && (
                <Button
                  variant="link"
                  isDanger
                  size="sm"
                  isDisabled={end.isPending}
                  aria-label={`End the session of ${browserOf(session.userAgent)} from ${session.address}`}
                  onClick={() =>
                    end.mutate(session.id, {
                      onSuccess: () => tell({ variant: 'success', title: 'The session has ended' }),
                      onError: (error) => tellProblem(error, 'The session was not ended'),
                    })
                  }
                >
                  End
                </Button>
              )}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function EverywhereDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [tokens, setTokens] = useState(false);
  const signOut = useSignOutEverywhere(() => client.setQueryData(keys.session, null));
  return (
    <ConfirmDialog
      id="everywhere"
      title="Sign out everywhere?"
      confirm="Sign out everywhere"
      onConfirm={() => signOut.mutate({ tokens })}
      onClose={onClose}
      isLoading={signOut.isPending}
      error={signOut.error}
      failure="You were not signed out"
    >
      <p className="pando-gap">All your sessions end, this one too, and what was opened with them is closed.</p>
      <Checkbox
        id="everywhere-tokens"
        label="Revoke all API tokens too"
        description="The command line and programs that act as you are signed out as well."
        isChecked={tokens}
        onChange={(_event, checked) => setTokens(checked)}
      />
    </ConfirmDialog>
  );
}
