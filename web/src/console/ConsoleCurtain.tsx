import {
  Button,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  Spinner,
} from '@patternfly/react-core';
import PowerOffIcon from '@patternfly/react-icons/dist/esm/icons/power-off-icon';
import UnlinkIcon from '@patternfly/react-icons/dist/esm/icons/unlink-icon';
import type { Machine } from '../api/types';
import { consoleRefusal, refusal } from '../machines/machineState';
import { useCommand } from '../machines/useCommand';
import { useRights } from '../projects/rights';
import { AllowedButton } from '../shell/AllowedButton';
import { useNow } from '../shell/Since';
import type { Phase } from './useConsole';

interface Properties {
  machine: Machine;
  phase: Phase;
  onReconnect: () => void;
}

/** Lies over a console that shows nothing: says why, and what can be done about it. */
export function ConsoleCurtain({ machine, phase, onReconnect }: Properties) {
  const rights = useRights();
  const off = consoleRefusal(machine, rights);
  if (off === undefined && phase.name === 'connected') return null;
  return (
    <div
      className="pando-curtain"
      role="status"
      data-testid="console-curtain"
      data-phase={off === undefined ? phase.name : 'off'}
    >
      {off === undefined ? <Waiting phase={phase} onReconnect={onReconnect} /> : <Off machine={machine} reason={off} />}
    </div>
  );
}

function Off({ machine, reason }: { machine: Machine; reason: string }) {
  const rights = useRights();
  const { give, isPending } = useCommand();
  const command = machine.state === 'SUSPENDED' ? 'resume' : 'start';
  const title =
    machine.state === 'STOPPED'
      ? `${machine.name} is off`
      : machine.state === 'SUSPENDED'
        ? `${machine.name} is suspended`
        : 'No console now';
  const startable = machine.state === 'STOPPED' || machine.state === 'SUSPENDED';
  const text =
    machine.state === 'STOPPED'
      ? 'Its screen is here once it is started.'
      : machine.state === 'SUSPENDED'
        ? 'It goes on where it was once it is resumed.'
        : reason;
  return (
    <EmptyState headingLevel="h2" icon={PowerOffIcon} titleText={title} variant="sm">
      <EmptyStateBody>{text}</EmptyStateBody>
      {startable && (
        <EmptyStateFooter>
          <EmptyStateActions>
            <AllowedButton
              reason={refusal(machine, command, rights)}
              isLoading={isPending || machine.busy}
              onClick={() => give(command, machine)}
              data-testid="console-start"
            >
              {command === 'start' ? 'Start' : 'Resume'}
            </AllowedButton>
          </EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}

function Waiting({ phase, onReconnect }: { phase: Phase; onReconnect: () => void }) {
  if (phase.name === 'lost' || phase.name === 'ended') {
    return (
      <EmptyState headingLevel="h2" icon={UnlinkIcon} titleText="Console closed" variant="sm">
        <EmptyStateBody>
          {phase.reason} {phase.name === 'lost' && <Countdown until={phase.retryAt} />}
        </EmptyStateBody>
        <EmptyStateFooter>
          <EmptyStateActions>
            <Button variant="secondary" onClick={onReconnect}>
              Connect now
            </Button>
          </EmptyStateActions>
        </EmptyStateFooter>
      </EmptyState>
    );
  }
  return <EmptyState headingLevel="h2" titleText="Connecting" icon={WaitingSpinner} variant="sm" />;
}

const WaitingSpinner = () => <Spinner size="lg" aria-label="Connecting" />;

function Countdown({ until }: { until: number }) {
  const seconds = Math.ceil((until - useNow(500)) / 1000);
  return <span aria-hidden="true">{seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again.'}</span>;
}
